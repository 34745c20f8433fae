"""How fast and how frugal ikrar is: one module a subject, each with `run() -> list[Result]`."""
