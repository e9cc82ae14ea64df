//! What can go wrong.

use crate::PlanError;
use doudi_kernel::{Lang, Say};
use std::path::{Path, PathBuf};

/// Why a county was not written.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    /// The plan makes no sense.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A file or folder cannot be written.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A workbook cannot be written.
    #[error("workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A Parquet file cannot be written.
    #[error("parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// Columns do not fit together.
    #[error("columns: {0}")]
    Arrow(#[from] arrow::error::ArrowError),
    /// A text file cannot be written.
    #[error("text: {0}")]
    Csv(#[from] csv::Error),
}

impl SynthError {
    /// Wraps a system error with the path that it is about.
    pub(crate) fn io(path: &Path) -> impl Fn(std::io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { path: path.clone(), source }
    }
}

impl Say for SynthError {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Plan(PlanError::NotACounty), Lang::Zh) => "合成县需要六位县级区划代码".into(),
            (Self::Plan(PlanError::RealCounty), Lang::Zh) => {
                "该市有已启用的县级代码，生成的号码可能与真实公民重合；请用从未启用的代码，如419901".into()
            }
            (Self::Plan(PlanError::Residents), Lang::Zh) => "常住人口须在1000至1200万之间".into(),
            (Self::Plan(PlanError::Months), Lang::Zh) => "月数须在1至24之间".into(),
            (Self::Io { path, .. }, Lang::Zh) => format!("无法写入{}：请检查磁盘空间和权限", path.display()),
            (_, Lang::Zh) => format!("写文件失败：{self}"),
            (_, Lang::En) => self.to_string(),
        }
    }
}
