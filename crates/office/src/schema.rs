//! The register's tables: projections of entries, and ordinary rows beside them.

use crate::{
    case::Cases,
    citizen::Citizens,
    discoveries::Discoveries,
    imprest::Imprest,
    matters::Matters,
    messages::Messages,
    register::{Help, Households},
    staff::Staff,
    visits::Visits,
};
use doudi_journal::{Migration, Schema};

/// What the journal's database holds for an office.
pub static SCHEMA: Schema = Schema {
    migrations: MIGRATIONS,
    projections: &[&Staff, &Households, &Cases, &Help, &Imprest, &Visits, &Discoveries, &Matters, &Messages, &Citizens],
};

const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "staff",
        sql: "CREATE TABLE account (id BIGINT NOT NULL PRIMARY KEY, account TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    password TEXT NOT NULL, factor {bytes}, closed BIGINT NOT NULL);
CREATE TABLE role_grant (account BIGINT NOT NULL, role TEXT NOT NULL, area BIGINT NOT NULL, from_day BIGINT NOT NULL,
    to_day BIGINT, PRIMARY KEY (account, role, area, from_day));
CREATE TABLE near_relative (account BIGINT NOT NULL, household BIGINT NOT NULL, PRIMARY KEY (account, household));
CREATE TABLE session (digest {bytes} NOT NULL PRIMARY KEY, account BIGINT NOT NULL, began BIGINT NOT NULL,
    last_seen BIGINT NOT NULL);
CREATE TABLE failed_sign_in (account TEXT NOT NULL, at BIGINT NOT NULL);
CREATE INDEX failed_sign_in_by_account ON failed_sign_in (account, at);
CREATE TABLE used_code (account BIGINT NOT NULL PRIMARY KEY, step BIGINT NOT NULL);",
    },
    Migration {
        number: 2,
        name: "register",
        sql: "CREATE TABLE household (id BIGINT NOT NULL PRIMARY KEY, division BIGINT NOT NULL, head BIGINT NOT NULL,
    size BIGINT NOT NULL, month BIGINT NOT NULL, print {bytes} NOT NULL, gone BIGINT);
CREATE INDEX household_by_division ON household (division, id);
CREATE TABLE person (id BIGINT NOT NULL PRIMARY KEY, household BIGINT NOT NULL, division BIGINT NOT NULL,
    position BIGINT NOT NULL, name {bytes} NOT NULL, number {bytes}, blind_name {bytes} NOT NULL, blind_number {bytes},
    relation TEXT, birth BIGINT, sex BIGINT);
CREATE INDEX person_by_household ON person (household, position);
CREATE INDEX person_by_name ON person (blind_name);
CREATE INDEX person_by_number ON person (blind_number);
CREATE TABLE determination (household BIGINT NOT NULL, position BIGINT NOT NULL, programme TEXT NOT NULL,
    division BIGINT NOT NULL, month BIGINT NOT NULL, answer TEXT NOT NULL, amount_fen BIGINT, tier TEXT,
    PRIMARY KEY (household, programme, position));
CREATE INDEX determination_by_division ON determination (division, programme, answer);
CREATE TABLE access_record (county BIGINT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, account BIGINT NOT NULL,
    division BIGINT NOT NULL, subject TEXT NOT NULL, action TEXT NOT NULL, opened_for TEXT NOT NULL, field TEXT, reason TEXT,
    PRIMARY KEY (county, seq));
CREATE INDEX access_record_by_subject ON access_record (subject, at);",
    },
    Migration {
        number: 3,
        name: "cases",
        sql: "CREATE TABLE case_file (id BIGINT NOT NULL PRIMARY KEY, household BIGINT NOT NULL, division BIGINT NOT NULL,
    procedure_name TEXT NOT NULL, turn TEXT NOT NULL, version BIGINT NOT NULL, opened BIGINT NOT NULL, step TEXT,
    office TEXT, due BIGINT, standing BIGINT NOT NULL, outcome TEXT, amount_fen BIGINT, published_until BIGINT);
CREATE INDEX case_by_household ON case_file (household);
CREATE INDEX case_by_office ON case_file (office, division);",
    },
    Migration {
        number: 4,
        name: "helped",
        sql: "CREATE TABLE helped (household BIGINT NOT NULL, programme TEXT NOT NULL, person BIGINT NOT NULL,
    division BIGINT NOT NULL, from_month BIGINT NOT NULL, to_month BIGINT, amount_fen BIGINT, came_from BIGINT,
    went_to BIGINT, began TEXT NOT NULL, ended TEXT, source TEXT NOT NULL,
    PRIMARY KEY (household, programme, person, from_month));
CREATE INDEX helped_by_division ON helped (division, from_month);
CREATE TABLE succession (old_file BIGINT NOT NULL, new_file BIGINT NOT NULL, kind TEXT NOT NULL, division BIGINT NOT NULL,
    month BIGINT NOT NULL, PRIMARY KEY (old_file, new_file, kind));
CREATE INDEX succession_by_month ON succession (month);
CREATE INDEX succession_by_new ON succession (new_file);
CREATE TABLE dispute (household BIGINT NOT NULL, field TEXT NOT NULL, division BIGINT NOT NULL, decided TEXT NOT NULL,
    told TEXT NOT NULL, since BIGINT NOT NULL, month BIGINT NOT NULL, PRIMARY KEY (household, field));
CREATE INDEX dispute_by_division ON dispute (division);",
    },
    Migration {
        number: 5,
        name: "given passwords",
        sql: "ALTER TABLE account ADD COLUMN given BIGINT NOT NULL DEFAULT 0;",
    },
    Migration {
        number: 6,
        name: "changes by hand",
        sql: "ALTER TABLE household ADD COLUMN successor BIGINT;
ALTER TABLE household ADD COLUMN by_hand BIGINT NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN basis TEXT;
ALTER TABLE person ADD COLUMN by_hand BIGINT NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN died BIGINT;
ALTER TABLE dispute ADD COLUMN stands BIGINT NOT NULL DEFAULT 0;
CREATE TABLE alias (blind_number {bytes} NOT NULL PRIMARY KEY, person BIGINT NOT NULL);
CREATE TABLE membership (county BIGINT NOT NULL, seq BIGINT NOT NULL, household BIGINT NOT NULL, person BIGINT NOT NULL,
    division BIGINT NOT NULL, source TEXT NOT NULL, inside BIGINT NOT NULL, relation TEXT, basis TEXT,
    valid_from BIGINT NOT NULL, known_at BIGINT NOT NULL, PRIMARY KEY (household, person, county, seq));
CREATE INDEX membership_by_hand ON membership (person) WHERE source = 'hand';",
    },
    Migration {
        number: 7,
        name: "speed",
        sql: "CREATE INDEX helped_by_month ON helped (from_month);
CREATE INDEX case_waiting ON case_file (office, division, due, id) WHERE turn <> 'closed';
CREATE INDEX case_published ON case_file (published_until) WHERE turn = 'open';
CREATE INDEX case_unfinished ON case_file (division, due, id) WHERE turn <> 'closed';
CREATE INDEX access_record_by_moment ON access_record (at);
CREATE INDEX access_record_by_account ON access_record (account, at);
CREATE INDEX household_counted ON household (division, size) WHERE gone IS NULL;
CREATE INDEX determination_claimed ON determination (division, programme, household) WHERE answer = 'eligible';",
    },
    Migration {
        number: 8,
        name: "tokens",
        sql: "CREATE TABLE api_token (id BIGINT NOT NULL PRIMARY KEY, digest {bytes} NOT NULL UNIQUE, account BIGINT NOT NULL,
    purposes TEXT NOT NULL, until BIGINT NOT NULL, issued BIGINT NOT NULL, revoked BIGINT NOT NULL);",
    },
    Migration {
        number: 9,
        name: "casework",
        sql: "ALTER TABLE case_file ADD COLUMN verified_until BIGINT;
ALTER TABLE case_file ADD COLUMN cut BIGINT NOT NULL DEFAULT 0;
ALTER TABLE case_file ADD COLUMN called BIGINT;
ALTER TABLE case_file ADD COLUMN heard BIGINT NOT NULL DEFAULT 0;
ALTER TABLE near_relative ADD COLUMN relation TEXT NOT NULL DEFAULT '';
ALTER TABLE near_relative ADD COLUMN noted BIGINT NOT NULL DEFAULT 0;
CREATE TABLE referral (case_id BIGINT NOT NULL, department TEXT NOT NULL, division BIGINT NOT NULL,
    opened BIGINT NOT NULL, due BIGINT, answered BIGINT, outcome TEXT, PRIMARY KEY (case_id, department));
CREATE INDEX referral_by_department ON referral (department, division);
CREATE TABLE recognition (household BIGINT NOT NULL, procedure_name TEXT NOT NULL, division BIGINT NOT NULL,
    case_id BIGINT NOT NULL, since BIGINT NOT NULL, amount_fen BIGINT, paid_from BIGINT NOT NULL, paid_until BIGINT,
    class TEXT, review_due BIGINT, ended BIGINT, monitor_until BIGINT, look_due BIGINT,
    PRIMARY KEY (household, procedure_name));
CREATE INDEX recognition_by_division ON recognition (division, review_due);
CREATE TABLE imprest (county BIGINT NOT NULL, seq BIGINT NOT NULL, division BIGINT NOT NULL, day BIGINT NOT NULL,
    fen BIGINT NOT NULL, account BIGINT NOT NULL, case_id BIGINT, PRIMARY KEY (county, seq));
CREATE INDEX imprest_by_division ON imprest (division, seq);",
    },
    Migration {
        number: 10,
        name: "tokens that are proposed",
        sql: "CREATE TABLE token_offer (id BIGINT NOT NULL PRIMARY KEY, account BIGINT NOT NULL, purposes TEXT NOT NULL,
    until BIGINT NOT NULL, proposed BIGINT NOT NULL, area BIGINT NOT NULL);",
    },
    Migration {
        number: 11,
        name: "visits",
        sql: "CREATE TABLE visit (id BIGINT NOT NULL PRIMARY KEY, household BIGINT NOT NULL, division BIGINT NOT NULL,
    account BIGINT NOT NULL, office TEXT NOT NULL, day BIGINT NOT NULL, at BIGINT NOT NULL, known_at BIGINT NOT NULL,
    base BIGINT NOT NULL, case_id BIGINT, companion BIGINT, photos BIGINT NOT NULL, seen {bytes} NOT NULL);
CREATE INDEX visit_by_household ON visit (household, id);
CREATE INDEX visit_by_account ON visit (account, known_at);
CREATE TABLE visit_photo (visit BIGINT NOT NULL, number BIGINT NOT NULL, photo {bytes} NOT NULL,
    PRIMARY KEY (visit, number));
CREATE TABLE discovery (id BIGINT NOT NULL PRIMARY KEY, division BIGINT NOT NULL, account BIGINT NOT NULL,
    day BIGINT NOT NULL, known_at BIGINT NOT NULL, cause TEXT NOT NULL, household BIGINT, told {bytes} NOT NULL,
    outcome TEXT, answered BIGINT);
CREATE INDEX discovery_by_division ON discovery (division, answered);",
    },
    Migration {
        number: 12,
        name: "matters and messages",
        sql: "CREATE TABLE matter (id BIGINT NOT NULL PRIMARY KEY, household BIGINT NOT NULL, division BIGINT NOT NULL,
    version BIGINT NOT NULL, severity BIGINT NOT NULL, owner TEXT NOT NULL, opened BIGINT NOT NULL, due BIGINT,
    visited BIGINT, department TEXT, handed BIGINT, answered BIGINT, closed BIGINT, outcome TEXT, feed TEXT,
    case_id BIGINT);
CREATE UNIQUE INDEX matter_open ON matter (household) WHERE closed IS NULL;
CREATE INDEX matter_waiting ON matter (division, due, id) WHERE closed IS NULL;
CREATE INDEX matter_by_household ON matter (household, id);
CREATE TABLE matter_signal (matter BIGINT NOT NULL, signal TEXT NOT NULL, person BIGINT NOT NULL,
    household BIGINT NOT NULL, division BIGINT NOT NULL, raised BIGINT NOT NULL, first_month BIGINT NOT NULL,
    month BIGINT NOT NULL, found BIGINT, PRIMARY KEY (matter, signal, person));
CREATE INDEX matter_signal_by_household ON matter_signal (household);
CREATE INDEX matter_signal_by_signal ON matter_signal (signal, first_month);
CREATE TABLE signal_exemption (household BIGINT NOT NULL, signal TEXT NOT NULL, person BIGINT NOT NULL,
    division BIGINT NOT NULL, matter BIGINT NOT NULL, reason TEXT NOT NULL, since BIGINT NOT NULL, until BIGINT NOT NULL,
    account BIGINT NOT NULL, PRIMARY KEY (household, signal, person));
CREATE INDEX signal_exemption_by_division ON signal_exemption (division, until);
CREATE TABLE contact (holder TEXT NOT NULL, kind TEXT NOT NULL, division BIGINT NOT NULL, address {bytes} NOT NULL,
    noted BIGINT NOT NULL, PRIMARY KEY (holder, kind));
CREATE TABLE message (id BIGINT NOT NULL PRIMARY KEY, division BIGINT NOT NULL, cause TEXT NOT NULL,
    template TEXT NOT NULL, holder TEXT NOT NULL, queued BIGINT NOT NULL, channel TEXT, tries BIGINT NOT NULL,
    next_at BIGINT NOT NULL, sent BIGINT, given_up BIGINT);
CREATE UNIQUE INDEX message_once ON message (cause, template, holder);
CREATE INDEX message_waiting ON message (next_at) WHERE sent IS NULL AND given_up IS NULL;",
    },
    Migration {
        number: 13,
        name: "citizens",
        sql: "CREATE TABLE citizen_code (blind {bytes} NOT NULL PRIMARY KEY, origin TEXT NOT NULL, household BIGINT,
    sent BIGINT, division BIGINT NOT NULL, made BIGINT NOT NULL, ended BIGINT);
CREATE INDEX citizen_code_by_household ON citizen_code (household);
CREATE INDEX citizen_code_by_sent ON citizen_code (sent);
CREATE TABLE citizen_try (blind {bytes} NOT NULL, at BIGINT NOT NULL);
CREATE INDEX citizen_try_by_code ON citizen_try (blind, at);
CREATE TABLE citizen_sent (id BIGINT NOT NULL PRIMARY KEY, division BIGINT NOT NULL, day BIGINT NOT NULL,
    content {bytes} NOT NULL, household BIGINT, case_id BIGINT, refused TEXT);
CREATE INDEX citizen_sent_waiting ON citizen_sent (division, day) WHERE case_id IS NULL AND refused IS NULL;
CREATE INDEX citizen_sent_by_household ON citizen_sent (household);
CREATE TABLE citizen_voice (id BIGINT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, household BIGINT NOT NULL,
    case_id BIGINT, division BIGINT NOT NULL, day BIGINT NOT NULL, words {bytes} NOT NULL, answered BIGINT,
    upheld BIGINT, answer {bytes});
CREATE INDEX citizen_voice_by_household ON citizen_voice (household);
CREATE INDEX citizen_voice_waiting ON citizen_voice (division, day) WHERE answered IS NULL;",
    },
    Migration {
        number: 14,
        name: "points of matters",
        sql: "ALTER TABLE matter ADD COLUMN points BIGINT;
ALTER TABLE matter ADD COLUMN points_month BIGINT;
ALTER TABLE matter ADD COLUMN pointed TEXT;",
    },
    Migration {
        number: 15,
        name: "visits that answer matters",
        sql: "ALTER TABLE visit ADD COLUMN matter BIGINT;
ALTER TABLE visit ADD COLUMN withdrawn BIGINT;
ALTER TABLE visit ADD COLUMN cleared BIGINT;
CREATE INDEX visit_by_matter ON visit (matter) WHERE matter IS NOT NULL;
CREATE INDEX visit_with_photos ON visit (known_at) WHERE photos > 0 AND cleared IS NULL;
ALTER TABLE case_file ADD COLUMN objected BIGINT NOT NULL DEFAULT 0;
CREATE INDEX case_objected ON case_file (division) WHERE objected > 0;",
    },
    Migration {
        number: 16,
        name: "what a signal rests on",
        sql: "ALTER TABLE matter_signal ADD COLUMN evidence {bytes};",
    },
];
