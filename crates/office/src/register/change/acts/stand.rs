//! 维持人工认定: what people decided stays, though a roster says otherwise.

use super::super::{Refusal, plan::Planning};

pub(in super::super) fn stand(it: &mut Planning<'_>, field: &str) -> Result<(), Refusal> {
    let file = it.main()?.clone();
    if !file.disputes.iter().any(|known| known == field) {
        return Err(Refusal::Nothing);
    }
    it.file(&file, file.shape.clone());
    it.plan.stands = Some(field.to_owned());
    Ok(())
}
