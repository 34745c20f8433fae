"""The contract: models of articles, reports and events, and everything that derives from them."""
