//! What can go wrong between a document and a file.

use doudi_kernel::{Fault, Lang, Say};
use std::path::PathBuf;

/// Why a paper was not made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The machine has no Chinese face.
    #[error("no Chinese font on this machine")]
    NoFont,
    /// What was named holds no Chinese face.
    #[error("no Chinese font at {}", path.display())]
    NoFontAt {
        /// What was named.
        path: PathBuf,
    },
    /// The PDF could not be put together.
    #[error("the PDF could not be written: {0}")]
    Pdf(String),
    /// The workbook could not be put together.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

impl PaperError {
    /// Whose fault it is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::NoFont => Fault::Machine,
            Self::NoFontAt { .. } => Fault::User,
            Self::Pdf(_) | Self::Workbook(_) => Fault::Program,
        }
    }
}

impl Say for PaperError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::NoFont => lang.pick(
                "本机没有中文字体，不能打印；请安装软件包 fonts-noto-cjk，或者指定字体文件（如 simsun.ttc）的位置".into(),
                "this machine has no Chinese font to print with; install the package fonts-noto-cjk, or say where a font file such as simsun.ttc lies".into(),
            ),
            Self::NoFontAt { path } => lang.pick(
                format!("{} 不是可用的中文字体；请指定字体文件，或者安装软件包 fonts-noto-cjk", path.display()),
                format!("{} holds no Chinese font; name a font file, or install the package fonts-noto-cjk", path.display()),
            ),
            Self::Pdf(why) => lang.pick(format!("PDF 没有生成：{why}"), format!("the PDF was not made: {why}")),
            Self::Workbook(why) => lang.pick(format!("工作簿没有生成：{why}"), format!("the workbook was not made: {why}")),
        }
    }
}
