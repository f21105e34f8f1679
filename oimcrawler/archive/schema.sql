-- The archive's first schema. Public names are described in archive/dictionary.py; the rest is internal.

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    command TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    exit_code INTEGER,
    reason TEXT,
    requests INTEGER NOT NULL DEFAULT 0,
    not_modified INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    articles_new INTEGER NOT NULL DEFAULT 0,
    articles_edited INTEGER NOT NULL DEFAULT 0,
    duplicates INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    software TEXT NOT NULL
);

-- Payloads: every distinct body once. A dictionary is an earlier body of the site, kept so that the others can be read again.
CREATE TABLE dictionaries (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    data BLOB NOT NULL
);
CREATE TABLE payloads (
    sha256 TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    dictionary_id INTEGER REFERENCES dictionaries(id),
    data BLOB NOT NULL
);
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    site TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    fetched_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    etag TEXT,
    last_modified TEXT,
    content_type TEXT,
    payload_sha256 TEXT,
    outcome TEXT NOT NULL,
    role TEXT NOT NULL,
    reason TEXT,
    location TEXT,
    headers TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX captures_url ON captures(url, id);
CREATE INDEX captures_payload ON captures(payload_sha256);
CREATE INDEX captures_run ON captures(run_id);

-- The repeated-block models: numbered by id; kind is html (one a site and interface language) or text (one a site).
CREATE TABLE models (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    lang TEXT NOT NULL,
    kind TEXT NOT NULL,
    digest TEXT NOT NULL,
    made_at TEXT NOT NULL,
    pages INTEGER NOT NULL,
    covers INTEGER NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX models_latest ON models(site, lang, kind, id);

CREATE TABLE article_rows (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    site TEXT NOT NULL,
    url TEXT NOT NULL,
    lang TEXT,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    folded TEXT NOT NULL,
    published_on TEXT,
    kind TEXT,
    scope TEXT,
    content_hash TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('live', 'gone', 'withdrawn', 'merged')),
    state_before TEXT,
    merged_into TEXT,
    interface_lang TEXT,
    first_seen_at TEXT NOT NULL,
    last_changed_at TEXT NOT NULL,
    translation_group TEXT,
    node_id TEXT,
    alternates TEXT NOT NULL DEFAULT '{}',
    quality TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX article_rows_hash ON article_rows(content_hash);
CREATE INDEX article_rows_date ON article_rows(published_on, uid);
CREATE INDEX article_rows_changed ON article_rows(last_changed_at, uid);
CREATE INDEX article_rows_facets ON article_rows(state, lang, kind, published_on);
-- The newest first, narrowed as a reader likes, without a look at the texts.
CREATE INDEX article_rows_newest ON article_rows(published_on DESC, uid, state, lang, kind);
CREATE INDEX article_rows_group ON article_rows(translation_group);

-- Apart from the texts, because every run touches it.
CREATE TABLE sightings (
    uid TEXT PRIMARY KEY,
    last_seen_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE addresses (
    url TEXT NOT NULL PRIMARY KEY,
    uid TEXT NOT NULL REFERENCES article_rows(uid),
    role TEXT NOT NULL CHECK (role IN ('canonical', 'alias', 'duplicate', 'redirect')),
    first_seen_at TEXT NOT NULL,
    -- What this address itself showed last: an edit is a change here, not a difference from the article's newest text.
    content_hash TEXT,
    capture_id INTEGER REFERENCES captures(id),
    gone_at TEXT
);
CREATE INDEX addresses_uid ON addresses(uid);

CREATE TABLE version_rows (
    uid TEXT NOT NULL REFERENCES article_rows(uid),
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    cause TEXT NOT NULL CHECK (cause IN ('published', 'edited', 'recleaned')),
    lang TEXT,
    published_on TEXT,
    kind TEXT,
    scope TEXT,
    quality TEXT NOT NULL DEFAULT '[]',
    capture_id INTEGER REFERENCES captures(id),
    model_id INTEGER REFERENCES models(id),
    derivation TEXT NOT NULL,
    why TEXT NOT NULL DEFAULT '{}',
    removed TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (uid, version)
);
CREATE INDEX version_rows_hash ON version_rows(content_hash);

CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('created', 'edited', 'recleaned', 'gone', 'restored', 'withdrawn', 'merged', 'moved')),
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    detail TEXT
);
CREATE INDEX changes_uid ON changes(uid, seq);

-- A block is a text that was taken out, for one reason, at one place; numbers are given in page order, so that a version names a whole menu as one range.
CREATE TABLE block_rows (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    hash TEXT NOT NULL,
    reason TEXT NOT NULL,
    place TEXT NOT NULL,
    text TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    UNIQUE (site, hash, reason, place)
);
-- Apart from the texts, because every new article touches it.
CREATE TABLE block_counts (
    id INTEGER PRIMARY KEY,
    pages INTEGER NOT NULL,
    last_seen_at TEXT NOT NULL
);

-- Documents that somebody already had, under the names they came with.
CREATE TABLE source_documents (
    site TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES captures(id),
    url TEXT NOT NULL,
    uid TEXT,
    first_seen_at TEXT NOT NULL,
    PRIMARY KEY (site, name, sha256)
) WITHOUT ROWID;

CREATE TABLE tombstones (
    uid TEXT PRIMARY KEY,
    withdrawn_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    purged_at TEXT,
    restored_at TEXT
) WITHOUT ROWID;

-- Bodies that may not come back.
CREATE TABLE purged_payloads (
    sha256 TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE near_signatures (
    uid TEXT PRIMARY KEY,
    signature BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE near_bands (
    band INTEGER NOT NULL,
    uid TEXT NOT NULL,
    PRIMARY KEY (band, uid)
) WITHOUT ROWID;
CREATE TABLE near_links (
    uid TEXT NOT NULL,
    other_uid TEXT NOT NULL,
    distance REAL NOT NULL,
    PRIMARY KEY (uid, other_uid)
) WITHOUT ROWID;

-- What is to be visited, when and why.
CREATE TABLE pages (
    url TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    lang TEXT NOT NULL,
    found_at TEXT NOT NULL,
    found_by TEXT NOT NULL,
    card_title TEXT,
    card_date TEXT,
    card_kind TEXT,
    etag TEXT,
    last_modified TEXT,
    payload_sha256 TEXT,
    visited_at TEXT,
    due_at TEXT,
    visits INTEGER NOT NULL DEFAULT 0,
    edits INTEGER NOT NULL DEFAULT 0,
    edited_at TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    missing INTEGER NOT NULL DEFAULT 0,
    missing_since TEXT,
    outcome TEXT,
    lastmod TEXT,
    held_capture_id INTEGER REFERENCES captures(id),
    held_reason TEXT
);
CREATE INDEX pages_due ON pages(site, due_at);
CREATE INDEX pages_failing ON pages(site) WHERE attempts >= 3;
CREATE INDEX pages_held ON pages(site, held_capture_id) WHERE held_capture_id IS NOT NULL;

CREATE TABLE cards (
    site TEXT NOT NULL,
    url TEXT NOT NULL,
    lang TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT,
    kind TEXT,
    listing TEXT NOT NULL,
    position INTEGER NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    listed INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (site, url)
) WITHOUT ROWID;

CREATE TABLE listings (
    url TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    lang TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    payload_sha256 TEXT,
    visited_at TEXT,
    cards_digest TEXT
) WITHOUT ROWID;

CREATE TABLE walks (
    site TEXT NOT NULL,
    lang TEXT NOT NULL,
    swept_at TEXT,
    unfinished TEXT,
    PRIMARY KEY (site, lang)
) WITHOUT ROWID;

-- Public views. A withdrawn article keeps its row and loses its text here.
CREATE VIEW articles AS
SELECT
    a.id AS rowid, a.uid, a.url, a.site, a.lang,
    CASE a.state WHEN 'withdrawn' THEN '' ELSE a.title END AS title,
    CASE a.state WHEN 'withdrawn' THEN '' ELSE a.body END AS body,
    a.published_on, a.kind, a.scope, a.content_hash, a.version, a.state, a.first_seen_at,
    coalesce(s.last_seen_at, a.first_seen_at) AS last_seen_at,
    a.last_changed_at, a.translation_group, a.quality
FROM article_rows AS a LEFT JOIN sightings AS s ON s.uid = a.uid
WHERE a.state <> 'merged';

CREATE VIEW versions AS
SELECT
    v.uid, v.version,
    CASE a.state WHEN 'withdrawn' THEN '' ELSE v.title END AS title,
    CASE a.state WHEN 'withdrawn' THEN '' ELSE v.body END AS body,
    v.content_hash, v.valid_from, v.valid_to, v.cause, v.lang, v.published_on, v.kind, v.scope, v.quality, v.capture_id, v.derivation
FROM version_rows AS v JOIN article_rows AS a ON a.uid = v.uid;

CREATE VIEW removed_blocks AS
SELECT
    b.site, b.hash, min(b.text) AS text, max(c.pages) AS pages,
    min(b.first_seen_at) AS first_seen_at, max(c.last_seen_at) AS last_seen_at, min(b.reason) AS reason
FROM block_rows AS b JOIN block_counts AS c ON c.id = b.id
GROUP BY b.site, b.hash HAVING max(c.pages) > 1;

-- Which blocks were taken out of which version: removed is a JSON list of [first, last] block numbers.
CREATE VIEW version_blocks AS
SELECT
    v.uid, v.version, r.key * 1000000 + b.id - (r.value ->> 0) AS position, b.hash, b.reason, b.place
FROM version_rows AS v JOIN article_rows AS a ON a.uid = v.uid, json_each(v.removed) AS r
JOIN block_rows AS b ON b.id BETWEEN r.value ->> 0 AND r.value ->> 1
WHERE a.state <> 'withdrawn';

CREATE VIEW provenance AS
SELECT
    v.uid, v.version, w.key AS field,
    w.value ->> 0 AS value, w.value ->> 1 AS method, w.value ->> 2 AS place
FROM version_rows AS v JOIN article_rows AS a ON a.uid = v.uid, json_each(v.why) AS w
WHERE a.state <> 'withdrawn';

CREATE VIEW near_duplicates AS
SELECT n.uid, n.other_uid, n.distance
FROM near_links AS n
JOIN article_rows AS a ON a.uid = n.uid AND a.state IN ('live', 'gone')
JOIN article_rows AS b ON b.uid = n.other_uid AND b.state IN ('live', 'gone');

-- The index reads its texts from here, so that its integrity check knows that a withdrawn article is not in it.
CREATE VIEW indexed_texts AS
SELECT id, title, body, folded FROM article_rows WHERE state IN ('live', 'gone');

CREATE VIRTUAL TABLE articles_fts USING fts5(
    title, body, folded,
    content='indexed_texts', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn'"
);

CREATE TRIGGER article_rows_insert AFTER INSERT ON article_rows WHEN new.state IN ('live', 'gone') BEGIN
    INSERT INTO articles_fts(rowid, title, body, folded) VALUES (new.id, new.title, new.body, new.folded);
END;
CREATE TRIGGER article_rows_delete AFTER DELETE ON article_rows WHEN old.state IN ('live', 'gone') BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, title, body, folded) VALUES ('delete', old.id, old.title, old.body, old.folded);
END;
CREATE TRIGGER article_rows_update AFTER UPDATE OF title, body, folded, state ON article_rows
WHEN old.title IS NOT new.title OR old.body IS NOT new.body OR old.folded IS NOT new.folded
    OR (old.state IN ('live', 'gone')) <> (new.state IN ('live', 'gone'))
BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, title, body, folded)
    SELECT 'delete', old.id, old.title, old.body, old.folded WHERE old.state IN ('live', 'gone');
    INSERT INTO articles_fts(rowid, title, body, folded)
    SELECT new.id, new.title, new.body, new.folded WHERE new.state IN ('live', 'gone');
END;
