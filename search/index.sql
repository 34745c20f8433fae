-- The index: one ordinary SQLite file, which Datasette opens too. Lists are JSON arrays, times ISO 8601 in UTC. What is
-- packed (`record`, `text`) is compressed by zstd with the dictionary of its kind.

PRAGMA page_size = 8192;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE dictionaries (kind TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;

-- Ceremonies. `id` is the order of standing: 1 is the one shown first when nothing else decides.
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    date TEXT, date_end TEXT,
    regency_code TEXT, regency TEXT, province_code TEXT, province TEXT, level TEXT,
    organizer TEXT, venue TEXT,
    activities TEXT NOT NULL, elections TEXT NOT NULL, regulations TEXT NOT NULL, outlets TEXT NOT NULL,
    participants INTEGER, n_reports INTEGER NOT NULL, n_outlets INTEGER NOT NULL, n_conflicts INTEGER NOT NULL,
    headline TEXT, first_published_at TEXT, confidence REAL NOT NULL, reviewed INTEGER NOT NULL,
    latitude REAL, longitude REAL,
    record BLOB NOT NULL -- the row of events.parquet as JSON, packed
);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL UNIQUE,
    url TEXT, outlet TEXT, title TEXT, published_at TEXT, fetched_at TEXT, duplicate_of TEXT, warc_file TEXT,
    text BLOB NOT NULL, -- packed
    record BLOB NOT NULL -- the row of articles.parquet as JSON without its text, packed
);

CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    report_id TEXT NOT NULL UNIQUE,
    event INTEGER REFERENCES events (id),
    article_id TEXT NOT NULL,
    url TEXT, outlet TEXT, title TEXT, published_at TEXT, date TEXT, place TEXT,
    confidence REAL NOT NULL, reviewed INTEGER NOT NULL,
    record BLOB NOT NULL -- the row of reports.parquet as JSON, packed
);

-- People: names of officials that are taken to be one person's.
CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    person TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    place TEXT, office TEXT, events INTEGER NOT NULL
);

CREATE TABLE officials (
    event INTEGER NOT NULL REFERENCES events (id),
    place INTEGER NOT NULL, -- in the event's list, from 1
    person INTEGER REFERENCES people (id),
    name TEXT, name_as_written TEXT, office TEXT, acting TEXT, role TEXT NOT NULL,
    PRIMARY KEY (event, place)
) WITHOUT ROWID;

-- Values of events as arrays, read into memory when the index is opened: filters and counts are made of them.
CREATE TABLE arrays (name TEXT PRIMARY KEY, kind TEXT NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE facet_values (
    facet TEXT NOT NULL, code INTEGER NOT NULL, value TEXT NOT NULL, label TEXT NOT NULL,
    PRIMARY KEY (facet, code)
) WITHOUT ROWID;

-- One document an event. Texts stand in `articles`; `stems` holds the stems that are not among the words themselves.
CREATE VIRTUAL TABLE documents USING fts5 (
    people, places, title, topics, body, stems,
    content = '', tokenize = 'unicode61 remove_diacritics 2'
);
-- Words of all documents, for "did you mean".
CREATE TABLE words (word TEXT PRIMARY KEY, events INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE vocabulary USING fts5vocab ('documents', 'row');
-- Names of people, as printed and with usual short forms written out; rowids are those of `people`.
CREATE VIRTUAL TABLE names USING fts5 (name, content = '', tokenize = 'unicode61 remove_diacritics 2');
