-- The frontier: every address the crawler knows, and what became of it.

CREATE TABLE IF NOT EXISTS pages (
    key TEXT PRIMARY KEY,          -- what all addresses of one article have in common
    url TEXT NOT NULL,             -- the address that is requested
    outlet TEXT NOT NULL,
    state TEXT NOT NULL,           -- queued, or the fate that is final for now
    reason TEXT,                   -- why, in words
    route TEXT NOT NULL,           -- discovery route that found it first
    via TEXT,                      -- feed, sitemap or listing that named it
    title TEXT NOT NULL,
    published TEXT,                -- UTC, as the source says
    modified TEXT,                 -- UTC, as the source says
    found_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    tried_at TEXT,
    status INTEGER,                -- of the last answer
    read_at TEXT,                  -- when its page was read last, kept or not
    fetched_at TEXT,               -- of the version stored last
    digest TEXT,                   -- payload digest of that version's first part
    run INTEGER NOT NULL,          -- the last run that met it
    fate TEXT                      -- what became of it in that run; null while queued
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pages_by_outlet ON pages (outlet, state);
CREATE INDEX IF NOT EXISTS pages_by_run ON pages (run, outlet, fate);

CREATE TABLE IF NOT EXISTS attempts (
    key TEXT NOT NULL,
    at TEXT NOT NULL,
    cause TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS attempts_by_key ON attempts (key);

-- Every response in the archive, all versions of all parts.
CREATE TABLE IF NOT EXISTS captures (
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    outlet TEXT NOT NULL,
    article INTEGER NOT NULL,
    part INTEGER NOT NULL,
    digest TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    PRIMARY KEY (warc_file, warc_offset)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS captures_by_key ON captures (key, digest);

-- How far each file of the archive is accounted for above.
CREATE TABLE IF NOT EXISTS files (
    name TEXT PRIMARY KEY,
    length INTEGER NOT NULL
) WITHOUT ROWID;

-- Windows that a route has read to the end for a term.
CREATE TABLE IF NOT EXISTS coverage (
    outlet TEXT NOT NULL,
    route TEXT NOT NULL,
    term TEXT NOT NULL,
    since TEXT NOT NULL,           -- day
    until TEXT NOT NULL,           -- day
    read_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS coverage_by_outlet ON coverage (outlet, route, term);

-- What is known of each route at each outlet.
CREATE TABLE IF NOT EXISTS routes (
    outlet TEXT NOT NULL,
    route TEXT NOT NULL,
    works INTEGER NOT NULL,
    searches INTEGER NOT NULL,
    style TEXT NOT NULL,
    reason TEXT NOT NULL,
    checked_at TEXT NOT NULL,
    PRIMARY KEY (outlet, route)
) WITHOUT ROWID;

-- Validators of feeds and sitemaps; `scope` is the question the answer was read for.
CREATE TABLE IF NOT EXISTS validators (
    url TEXT NOT NULL,
    scope TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    PRIMARY KEY (url, scope)
) WITHOUT ROWID;

-- Outlets that are left alone for a time, and why.
CREATE TABLE IF NOT EXISTS quarantine (
    outlet TEXT PRIMARY KEY,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    reason TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL
);
