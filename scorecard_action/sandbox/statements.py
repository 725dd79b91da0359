"""The sandbox's SQL. Every statement is a constant; values go in as named parameters."""

from __future__ import annotations

# Marks a file as ours in its header ("Scrd"), so that another program's database is left alone.
APPLICATION_ID = 0x53637264

SCHEMA = """
CREATE TABLE IF NOT EXISTS scorecards (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, description TEXT,
    created_at TEXT NOT NULL, modified_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS rules (
    id TEXT PRIMARY KEY, name TEXT NOT NULL,
    scorecard_id TEXT NOT NULL REFERENCES scorecards (id), description TEXT, owner TEXT,
    enabled INTEGER NOT NULL, level INTEGER NOT NULL, scope_query TEXT,
    created_at TEXT NOT NULL, modified_at TEXT NOT NULL, UNIQUE (scorecard_id, name));
CREATE TABLE IF NOT EXISTS outcomes (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    rule_id TEXT NOT NULL REFERENCES rules (id) ON DELETE CASCADE, entity TEXT NOT NULL,
    state TEXT NOT NULL, remarks TEXT, created_at TEXT NOT NULL, modified_at TEXT NOT NULL,
    UNIQUE (rule_id, entity));
CREATE TABLE IF NOT EXISTS catalog (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    namespace TEXT NOT NULL, name TEXT NOT NULL, api_version TEXT, display_name TEXT, owner TEXT,
    tags TEXT, discovered INTEGER NOT NULL, created_at TEXT NOT NULL, modified_at TEXT NOT NULL,
    UNIQUE (kind, namespace, name));
CREATE INDEX IF NOT EXISTS outcomes_of_entity ON outcomes (entity);
"""

SCORECARDS = """
SELECT id, name, description, created_at, modified_at FROM scorecards
WHERE (:id IS NULL OR id = :id)
  AND (:name IS NULL OR instr(lower(name), lower(:name)))
  AND (:description IS NULL OR instr(lower(coalesce(description, '')), lower(:description)))
ORDER BY name LIMIT :size OFFSET :offset
"""

# The recorded lists of rules are in the order of names. Whether the real name filter wants the
# whole name is not documented; matching a part keeps clients from relying on it.
RULES = """
SELECT rules.id, rules.name, scorecard_id, scorecards.name, rules.description, owner, enabled,
       level, scope_query, rules.created_at, rules.modified_at
FROM rules JOIN scorecards ON scorecards.id = scorecard_id
WHERE (:id IS NULL OR rules.id = :id)
  AND (:enabled IS NULL OR enabled = :enabled)
  AND (:name IS NULL OR instr(lower(rules.name), lower(:name)))
  AND (:description IS NULL OR instr(lower(coalesce(rules.description, '')), lower(:description)))
ORDER BY CASE WHEN :grouped THEN scorecards.name END, rules.name, rules.id
LIMIT :size OFFSET :offset
"""

OUTCOMES = """
SELECT outcomes.id, rule_id, rules.name, entity, state, remarks, outcomes.created_at,
       outcomes.modified_at
FROM outcomes JOIN rules ON rules.id = rule_id
WHERE (:entity IS NULL OR entity = :entity)
  AND (:state IS NULL OR state = :state)
  AND (:rule_id IS NULL OR rule_id = :rule_id)
  AND (:rule_name IS NULL OR instr(lower(rules.name), lower(:rule_name)))
  AND (:rule_enabled IS NULL OR enabled = :rule_enabled)
ORDER BY position LIMIT :size OFFSET :offset
"""

# Apart from OUTCOMES, whose optional filters keep SQLite from using the index.
OUTCOME_OF_PAIR = """
SELECT outcomes.id, rule_id, rules.name, entity, state, remarks, outcomes.created_at,
       outcomes.modified_at
FROM outcomes JOIN rules ON rules.id = rule_id WHERE rule_id = :rule_id AND entity = :entity
"""

ENTITIES = """
SELECT entity, sum(state = 'pass'), sum(state = 'fail'), sum(state = 'skip')
FROM outcomes WHERE (:part IS NULL OR instr(lower(entity), lower(:part)))
GROUP BY entity ORDER BY entity LIMIT :size OFFSET :offset
"""

# Whether the real filters want the whole name is not documented; here they do. A name may hold a
# slash, so a reference is compared as a whole and not taken apart.
CATALOG = """
SELECT id, kind, namespace, name, api_version, display_name, owner, tags, discovered, created_at,
       modified_at
FROM catalog
WHERE (:discovered OR NOT discovered)
  AND (:id IS NULL OR id = :id)
  AND (:reference IS NULL OR kind || ':' || namespace || '/' || name = :reference
       OR (namespace = :default AND kind || ':' || name = :reference))
  AND (:name IS NULL OR name = :name)
  AND (:kind IS NULL OR kind = :kind)
  AND (:owner IS NULL OR owner = :owner)
ORDER BY position LIMIT :size OFFSET :offset
"""

PUT_ENTITY = """
INSERT INTO catalog (id, kind, namespace, name, api_version, display_name, owner, tags, discovered,
                     created_at, modified_at)
VALUES (:id, :kind, :namespace, :name, :api_version, :display_name, :owner, :tags, :discovered,
        :now, :now)
ON CONFLICT (kind, namespace, name) DO UPDATE SET api_version = excluded.api_version,
    display_name = excluded.display_name, owner = excluded.owner, tags = excluded.tags,
    discovered = excluded.discovered, modified_at = excluded.modified_at
"""

PUT_RULE = """
INSERT INTO rules VALUES (:id, :name, :scorecard_id, :description, :owner, :enabled, :level,
                          :scope_query, :now, :now)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, scorecard_id = excluded.scorecard_id,
    description = excluded.description, owner = excluded.owner, enabled = excluded.enabled,
    level = excluded.level, scope_query = excluded.scope_query, modified_at = excluded.modified_at
"""

PUT_OUTCOME = """
INSERT INTO outcomes (id, rule_id, entity, state, remarks, created_at, modified_at)
VALUES (:id, :rule_id, :entity, :state, :remarks, :now, :now)
ON CONFLICT (rule_id, entity) DO UPDATE SET state = excluded.state, remarks = excluded.remarks,
    modified_at = excluded.modified_at
"""


SCORECARD_NAMED = "SELECT id FROM scorecards WHERE name = :name"

PUT_SCORECARD = """
INSERT INTO scorecards VALUES (:id, :name, NULL, :now, :now) ON CONFLICT (name) DO NOTHING
"""

RULE_TOTALS = "SELECT count(*), count(DISTINCT scorecard_id) FROM rules"

ENTITY_TOTAL = """
SELECT count(DISTINCT entity) FROM outcomes
WHERE (:part IS NULL OR instr(lower(entity), lower(:part)))
"""
