//! What can go wrong with the journal: whose fault it is and what to do. Never a value of a row, never a password.

use crate::{County, crypto::CryptoError};
use doudi_kernel::{Fault, Lang, Say};

/// An error of the journal.
///
/// Its texts name tables, columns, counties and numbers of entries; what stands in a row is never told.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
#[non_exhaustive]
pub enum JournalError {
    /// A database's address is neither a path nor a `postgres://` URL.
    Location,
    /// The database cannot be opened.
    Open {
        /// The system's answer.
        reason: String,
    },
    /// The database server does not answer. Nothing was changed.
    Unreachable,
    /// The connection broke while a transaction was being confirmed: it may have been written.
    InDoubt,
    /// The database is a read-only copy: decisions are never made from one.
    Replica,
    /// The database orders text by a language's rules, so that lists would differ from machine to machine.
    Collation,
    /// The disk, or the room given to the database, is full.
    Full,
    /// The machine could not read or write.
    Disk {
        /// What was attempted.
        doing: &'static str,
        /// The system's answer.
        reason: String,
    },
    /// The file is not a database, or is damaged.
    Damaged,
    /// Another process holds the database.
    Locked,
    /// Writers got into each other's way too often.
    Contended,
    /// A row that may exist once exists already: somebody was faster, or the thing was done before.
    Conflict {
        /// The table with the rule.
        table: String,
    },
    /// A row breaks a rule of its table, or refers to a row that is not there.
    Constraint {
        /// The table with the rule.
        table: String,
    },
    /// A statement is wrong.
    Statement {
        /// The database's code and, where it holds no values, its sentence.
        reason: String,
    },
    /// A column has another type than the program thinks, or is missing.
    Column {
        /// Its name.
        name: String,
        /// The wanted type.
        wanted: &'static str,
    },
    /// A value cannot be stored.
    Value {
        /// Why.
        why: &'static str,
    },
    /// A read of rows under a division that does not say where its scope belongs.
    Unscoped,
    /// A migration that was applied has another text now.
    MigrationChanged {
        /// Its number.
        number: u32,
    },
    /// The database was written by a newer program.
    MigrationUnknown {
        /// The unknown migration's number.
        number: u32,
    },
    /// The program's own migrations are not numbered 1, 2, 3 …
    MigrationOrder {
        /// The first number out of order.
        number: u32,
    },
    /// A name (of an actor, a subject, a key) has a form that is not allowed.
    Name {
        /// What is named.
        what: &'static str,
    },
    /// An idempotency key was used before for another request.
    KeyReused,
    /// The chain of a county is broken.
    Broken {
        /// Whose chain.
        county: County,
        /// The number of the first entry that does not fit.
        seq: u64,
    },
    /// An exported file cannot be read as such.
    Export {
        /// The line, counted from 1.
        line: u64,
        /// Why.
        why: &'static str,
    },
    /// The journal is not empty where something is to be put in.
    NotEmpty,
    /// The operation belongs to the other kind of database.
    OnlySqlite,
    /// Keys, or what they sealed.
    Crypto(#[from] CryptoError),
}

impl JournalError {
    /// Who can put it right.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Location | Self::MigrationUnknown { .. } | Self::KeyReused | Self::NotEmpty | Self::OnlySqlite => {
                Fault::User
            }
            Self::Conflict { .. } | Self::Name { .. } => Fault::User,
            Self::Crypto(error) => error.fault(),
            Self::Open { .. } | Self::Unreachable | Self::InDoubt | Self::Replica | Self::Collation => Fault::Machine,
            Self::Full | Self::Disk { .. } | Self::Damaged | Self::Locked | Self::Contended => Fault::Machine,
            Self::Broken { .. } => Fault::Machine,
            Self::Export { .. } => Fault::Sender,
            Self::Constraint { .. } | Self::Statement { .. } | Self::Column { .. } | Self::Value { .. } => {
                Fault::Program
            }
            Self::Unscoped | Self::MigrationChanged { .. } | Self::MigrationOrder { .. } => Fault::Program,
        }
    }

    pub(crate) fn disk(doing: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Disk { doing, reason: source.to_string() },
        }
    }
}

impl Say for JournalError {
    fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.chinese(),
            Lang::En => self.english(),
        }
    }
}

impl JournalError {
    fn chinese(&self) -> String {
        match self {
            Self::Location => "数据库地址应为文件路径，或以 postgres:// 开头的地址。".into(),
            Self::Open { reason } => format!("数据库打不开（{reason}），请检查路径、权限和地址。"),
            Self::Unreachable => "数据库服务器没有应答，请检查它是否在运行；数据没有改动。".into(),
            Self::InDoubt => "确认写入时连接中断，不能确定是否已写入；请用同一请求编号重发，不会重复。".into(),
            Self::Replica => "这是只读副本；作决定须连接主库。".into(),
            Self::Collation => {
                "数据库的排序规则应为 C 或 C.UTF-8，编码应为 UTF8；请用 createdb -T template0 -E UTF8 --locale=C.UTF-8 新建。".into()
            }
            Self::Full => "磁盘空间已满，本次没有写入；请腾出空间后重试，查询不受影响。".into(),
            Self::Disk { reason, .. } => format!("读写磁盘出错（{reason}），请检查磁盘和权限。"),
            Self::Damaged => "文件不是数据库或已损坏，请从备份恢复。".into(),
            Self::Locked => "另一个程序正占用数据库，请稍后再试；数据没有改动。".into(),
            Self::Contended => "同时写入的人太多，本次没有写入，请重试。".into(),
            Self::Conflict { table } => format!("已有同样的记录（{table}）：可能他人先办了，请刷新后再看。"),
            Self::Constraint { table } => format!("记录不符合数据表{table}的规则，请报告这个程序缺陷。"),
            Self::Statement { reason } => format!("数据库不接受语句（{reason}），请报告这个程序缺陷。"),
            Self::Column { name, .. } => format!("“{name}”一栏缺失或类型不符，请报告这个程序缺陷。"),
            Self::Value { .. } => "有不能存储的值，请报告这个程序缺陷。".into(),
            Self::Unscoped => "查询没有写明管辖范围，已拒绝，请报告这个程序缺陷。".into(),
            Self::MigrationChanged { number } => format!("第{number}号数据库变更与已执行的不同，请换回原来的程序版本。"),
            Self::MigrationUnknown { number } => format!("数据库由更新的程序写成（第{number}号变更），请升级程序。"),
            Self::MigrationOrder { number } => format!("数据库变更编号不连续（第{number}号），请报告这个程序缺陷。"),
            Self::Name { what } => format!("{}的名称格式不对。", chinese_name(what)),
            Self::KeyReused => "这个请求编号已用于另一个请求，请换一个编号。".into(),
            Self::Broken { county, seq } => format!("{county}的日志链在第{seq}条断开：记录被改动、删除或调换。"),
            Self::Export { line, .. } => format!("导出文件第{line}行读不出来，没有导入任何内容。"),
            Self::NotEmpty => "目标日志已有记录，只能导入空的日志。".into(),
            Self::OnlySqlite => "此操作只用于单文件数据库；PostgreSQL 请用 pg_dump 和 pg_restore，或用导出与导入。".into(),
            Self::Crypto(error) => error.say(Lang::Zh),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Location => "A database is a path or an address that begins with postgres://.".into(),
            Self::Open { reason } => {
                format!("The database cannot be opened ({reason}); check path, rights and address.")
            }
            Self::Unreachable => "The database server does not answer; check that it runs. Nothing was changed.".into(),
            Self::InDoubt => "The connection broke during confirmation, so it is not known whether this was written; \
                              send it again under the same key, it will not be done twice."
                .into(),
            Self::Replica => "This is a read-only copy; decisions need the primary database.".into(),
            Self::Collation => "The database must have encoding UTF8 and collation C or C.UTF-8; create it with \
                                createdb -T template0 -E UTF8 --locale=C.UTF-8."
                .into(),
            Self::Full => "The disk is full and nothing was written; make room and try again. Reading goes on.".into(),
            Self::Disk { doing, reason } => {
                format!("The disk failed while {doing} ({reason}); check disk and rights.")
            }
            Self::Damaged => "The file is no database or is damaged; restore it from a backup.".into(),
            Self::Locked => "Another process holds the database; try again later. Nothing was changed.".into(),
            Self::Contended => "Too many writers at once; nothing was written, try again.".into(),
            Self::Conflict { table } => {
                format!("There is such a record already ({table}): somebody may have been faster. Look again.")
            }
            Self::Constraint { table } => {
                format!("A record breaks a rule of the table {table}; please report this defect.")
            }
            Self::Statement { reason } => {
                format!("The database refuses a statement ({reason}); please report this defect.")
            }
            Self::Column { name, wanted } => {
                format!("The column {name} is missing or is not {wanted}; please report this defect.")
            }
            Self::Value { why } => format!("A value cannot be stored: {why}; please report this defect."),
            Self::Unscoped => {
                "A query did not say where its scope belongs and was refused; please report this defect.".into()
            }
            Self::MigrationChanged { number } => {
                format!("Migration {number} differs from the one that was applied; use the program that applied it.")
            }
            Self::MigrationUnknown { number } => {
                format!("A newer program wrote this database (migration {number}); upgrade this one.")
            }
            Self::MigrationOrder { number } => {
                format!("Migrations are not numbered in order (at {number}); please report this defect.")
            }
            Self::Name { what } => format!("The form of {what} is not allowed."),
            Self::KeyReused => "This request key was used for another request; use a new one.".into(),
            Self::Broken { county, seq } => {
                format!("The chain of {county} breaks at entry {seq}: entries were changed, removed or exchanged.")
            }
            Self::Export { line, why } => {
                format!("Line {line} of the export cannot be read: {why}. Nothing was imported.")
            }
            Self::NotEmpty => "The journal holds entries already; an import needs an empty one.".into(),
            Self::OnlySqlite => "This is for the single-file database; with PostgreSQL use pg_dump and pg_restore, \
                                 or export and import."
                .into(),
            Self::Crypto(error) => error.say(Lang::En),
        }
    }
}

fn chinese_name(what: &str) -> &'static str {
    match what {
        "an actor" => "经办人",
        "a subject" => "对象",
        "a request key" => "请求编号",
        "a county" => "县级区划",
        "a kind of entry" => "事项",
        _ => "输入",
    }
}
