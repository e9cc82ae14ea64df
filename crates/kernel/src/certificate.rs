//! The disability certificate number: an identity number, the kind, the grade, and two more digits after a reissue.

use crate::{Lang, ResidentId, ResidentIdError, Say};
use std::fmt;

/// A disability certificate of twenty characters, or twenty-two after a reissue.
///
/// ```
/// use doudi_kernel::{DisabilityCertificate, DisabilityGrade, DisabilityKind};
/// let certificate: DisabilityCertificate = "41990119900307001443".parse().unwrap();
/// assert_eq!(certificate.kind(), DisabilityKind::Physical);
/// assert_eq!(certificate.grade(), DisabilityGrade::Three);
/// assert_eq!(certificate.reissue(), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DisabilityCertificate {
    holder: ResidentId,
    kind: DisabilityKind,
    grade: DisabilityGrade,
    reissue: Option<u8>,
}

impl DisabilityCertificate {
    /// A certificate from its parts; `reissue` is 0 to 99 on the twenty-two-character form.
    pub fn new(holder: ResidentId, kind: DisabilityKind, grade: DisabilityGrade, reissue: Option<u8>) -> Self {
        Self { holder, kind, grade, reissue }
    }

    /// The person whose number begins the certificate.
    pub fn holder(self) -> ResidentId {
        self.holder
    }

    /// The kind of disability, GB/T 26341.
    pub fn kind(self) -> DisabilityKind {
        self.kind
    }

    /// The grade, one being the heaviest.
    pub fn grade(self) -> DisabilityGrade {
        self.grade
    }

    /// The two digits that a reissue adds.
    pub fn reissue(self) -> Option<u8> {
        self.reissue
    }

    /// All characters, for files that the office asked for. They identify a person.
    pub fn reveal(self) -> String {
        let tail = self.reissue.map(|n| format!("{n:02}")).unwrap_or_default();
        format!("{}{}{}{tail}", self.holder.key().reveal(), self.kind as u8, self.grade as u8)
    }
}

impl std::str::FromStr for DisabilityCertificate {
    type Err = CertificateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !text.is_ascii() || !matches!(text.len(), 20 | 22) {
            return Err(CertificateError::Form);
        }
        let bytes = text.as_bytes();
        let kind = DisabilityKind::from_code(bytes[18].wrapping_sub(b'0')).ok_or(CertificateError::Kind)?;
        let grade = DisabilityGrade::from_code(bytes[19].wrapping_sub(b'0')).ok_or(CertificateError::Grade)?;
        let reissue = match &text[20..] {
            "" => None,
            two => Some(two.parse().map_err(|_| CertificateError::Form)?),
        };
        Ok(Self { holder: text[..18].parse()?, kind, grade, reissue })
    }
}

/// Masked: neither the number nor the kind nor the grade, which are health data.
impl fmt::Display for DisabilityCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}**", self.holder)
    }
}

impl fmt::Debug for DisabilityCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DisabilityCertificate({self})")
    }
}

/// Kinds of disability, GB/T 26341-2010; the number is the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum DisabilityKind {
    /// 视力
    Visual = 1,
    /// 听力
    Hearing = 2,
    /// 言语
    Speech = 3,
    /// 肢体
    Physical = 4,
    /// 智力
    Intellectual = 5,
    /// 精神
    Mental = 6,
    /// 多重
    Multiple = 7,
}

impl DisabilityKind {
    /// All kinds in the order of their codes.
    pub const ALL: [Self; 7] =
        [Self::Visual, Self::Hearing, Self::Speech, Self::Physical, Self::Intellectual, Self::Mental, Self::Multiple];

    /// The kind of a code 1 to 7.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == code)
    }
}

impl Say for DisabilityKind {
    fn say(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::Visual => ("视力", "visual"),
            Self::Hearing => ("听力", "hearing"),
            Self::Speech => ("言语", "speech"),
            Self::Physical => ("肢体", "physical"),
            Self::Intellectual => ("智力", "intellectual"),
            Self::Mental => ("精神", "mental"),
            Self::Multiple => ("多重", "multiple"),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
        .into()
    }
}

/// Grades of disability; one is the heaviest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum DisabilityGrade {
    /// 一级
    One = 1,
    /// 二级
    Two = 2,
    /// 三级
    Three = 3,
    /// 四级
    Four = 4,
}

impl DisabilityGrade {
    /// All grades, the heaviest first.
    pub const ALL: [Self; 4] = [Self::One, Self::Two, Self::Three, Self::Four];

    /// The grade of a code 1 to 4.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| *grade as u8 == code)
    }
}

impl Say for DisabilityGrade {
    fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => ["一级", "二级", "三级", "四级"][*self as usize - 1].into(),
            Lang::En => format!("grade {}", *self as u8),
        }
    }
}

/// Why a text is not a disability certificate. Carries no part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// Neither twenty nor twenty-two characters, or a reissue that is not two digits.
    #[error("not of the form of a disability certificate")]
    Form,
    /// The first eighteen characters are not an identity number.
    #[error(transparent)]
    Holder(#[from] ResidentIdError),
    /// The kind is not 1 to 7.
    #[error("no such kind of disability")]
    Kind,
    /// The grade is not 1 to 4.
    #[error("no such grade of disability")]
    Grade,
}

impl Say for CertificateError {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Form, Lang::Zh) => "不是20位或22位残疾人证号".into(),
            (Self::Kind, Lang::Zh) => "残疾人证号的残疾类别不是1至7".into(),
            (Self::Grade, Lang::Zh) => "残疾人证号的残疾等级不是1至4".into(),
            (Self::Holder(why), lang) => why.say(lang),
            (_, Lang::En) => self.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_and_twenty_two_characters_come_back() {
        for text in ["41990119900307001443", "4199011990030700144301"] {
            assert_eq!(text.parse::<DisabilityCertificate>().unwrap().reveal(), text);
        }
    }

    #[test]
    fn an_identity_number_alone_is_not_a_certificate() {
        assert_eq!("419901199003070014".parse::<DisabilityCertificate>(), Err(CertificateError::Form));
    }

    #[test]
    fn a_wrong_holder_kind_or_grade_says_which() {
        let of = |text: &str| text.parse::<DisabilityCertificate>();
        assert_eq!(of("41990119900307001543"), Err(CertificateError::Holder(ResidentIdError::CheckCharacter)));
        assert_eq!(of("41990119900307001483"), Err(CertificateError::Kind));
        assert_eq!(of("41990119900307001445"), Err(CertificateError::Grade));
    }

    #[test]
    fn printing_shows_no_health_data() {
        let certificate: DisabilityCertificate = "41990119900307001443".parse().unwrap();
        assert_eq!(format!("{certificate}"), "419901********0014**");
    }
}
