//! What a plan and a complaint read like, to the letter.

use super::office::{DIBAO, Office, ask, dibao_row, id};
use doudi_kernel::{Lang, Say};
use expect_test::{Expect, expect};

fn check(office: &Office, lang: Lang, expected: &Expect) {
    let mut rows = vec![DIBAO.join(",")];
    rows.push(dibao_row(1, "张三", &id(1), "632").join(","));
    let mut odd = dibao_row(2, "李四", "419901199003070015", "六百");
    odd[3] = id(1);
    odd[4] = "干亲属".into();
    rows.push(odd.join(","));
    rows.push("合计,,,,,,1264,".into());
    rows.push("制表人：王五,,审核人：赵六".into());
    let path = office.text("02026.9.5柳河镇农村低保人员查询.csv", rows.join("\n").as_bytes());
    let plan = office.plan(&path, &ask()).unwrap();
    expected.assert_eq(&plan.say(lang));
}

#[test]
fn a_plan_in_chinese() {
    check(
        &Office::new(),
        Lang::Zh,
        &expect![[r#"
        文件　02026.9.5柳河镇农村低保人员查询.csv（337字节）
        来源　农村低保人员（dibao_rural_person），版式dibao_rural_person
        月份　2026-09（由文件名得知），范围柳河镇，全量
        表头　第1行
          B   姓名 → name
          C   身份证号 → resident_id
          D   户主身份证号 → household_head_id
          E   与户主关系 → relation_to_head
          F   救助类型 → category
          G   月保障金额(元) → monthly_amount
          H   所属街道 → town_name
          未对应（原样保留）：序号
        记录　2条（文件中2行，成员0人，重复略去0条）；略去合计行 1、签名行 1
        核对　合计·月保障金额(元)：文件写1264.00，实际632.00，不一致
        问题　id_check_character×1　身份证号码校验码不符，至少一位有误
              第3行“身份证号”（419901**********15）：身份证号码校验码不符，至少一位有误。请对照证件逐位核对。
        问题　money_form×1　不是金额
              第3行“月保障金额(元)”（六百）：不是金额。请只填数字，单位为元。
        问题　unknown_value×1　该值不在对照表中，已列入待办，未归入其他
              第3行“与户主关系”（干亲属）：该值不在对照表中，已列入待办，未归入其他。请在对照表中补一行，或请来文单位改用规定写法。
        待对照　与户主关系“干亲属”×1
        文件名中的“02026.9.5”多写了一位，只能是2026-09
        将新增一份快照"#]],
    );
}

#[test]
fn a_plan_in_english() {
    check(
        &Office::new(),
        Lang::En,
        &expect![[r#"
        file    02026.9.5柳河镇农村低保人员查询.csv (337 bytes)
        feed    rural dibao, persons (dibao_rural_person), layout dibao_rural_person
        month   2026-09 (from the file name), 柳河镇, full
        header  row 1
          B   姓名 → name
          C   身份证号 → resident_id
          D   户主身份证号 → household_head_id
          E   与户主关系 → relation_to_head
          F   救助类型 → category
          G   月保障金额(元) → monthly_amount
          H   所属街道 → town_name
          not mapped, kept as they are: 序号
        records 2 (2 rows, 0 members, 0 repeated left out); dropped totals 1, signatures 1
        control 合计·月保障金额(元): stated 1264.00, found 632.00, DIFFERS
        complaint　id_check_character×1　the check character does not agree: at least one digit is wrong
              row 3, 身份证号 (419901**********15): the check character does not agree: at least one digit is wrong; compare digit by digit with the document.
        complaint　money_form×1　not an amount
              row 3, 月保障金额(元) (六百): not an amount; give digits only, in yuan.
        complaint　unknown_value×1　the value is not in the crosswalk; it went to the work list and was not counted as other
              row 3, 与户主关系 (干亲属): the value is not in the crosswalk; it went to the work list and was not counted as other; add a line to the crosswalk, or ask the sender for the agreed word.
        not in the crosswalk　与户主关系“干亲属”×1
        “02026.9.5” in the file name has a digit too many and can only be 2026-09
        a new snapshot will be added"#]],
    );
}

#[test]
fn a_plan_is_a_value_that_can_be_stored_and_signed() {
    let office = Office::new();
    let text = [DIBAO.join(","), dibao_row(1, "张三", &id(1), "632").join(",")].join("\n");
    let path = office.text("农村低保人员查询_202609.csv", text.as_bytes());
    let json = |office: &Office| serde_json::to_string(&office.plan(&path, &ask()).unwrap()).unwrap();
    assert_eq!(json(&office), json(&office));
    assert!(json(&office).contains("\"feed\":\"dibao_rural_person\""));
}
