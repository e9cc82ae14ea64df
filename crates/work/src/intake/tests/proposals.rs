//! A file never seen: a layout is proposed, accepted, and next month's file is recognised by it.

use super::office::{Office, ask, id};
use crate::{
    intake::{Ask, Refused, accept, propose},
    policy::Policy,
};
use doudi_lake::Limits;
use expect_test::expect;

fn veterans(office: &Office, name: &str) -> std::path::PathBuf {
    office.sheet(
        name,
        &[
            &["兜底县老兵名册"],
            &["编号", "名字", "公民身份号码", "优抚类别", "联系电话", "户口地址"],
            &["1", "张三", &id(1), "在乡复员军人", "13800000000", "柳河镇石桥村"],
        ],
    )
}

#[test]
fn an_accepted_proposal_recognises_the_next_month() {
    let office = Office::new();
    let august = veterans(&office, "优抚老兵名册_202608.xlsx");
    assert!(matches!(office.plan(&august, &ask()), Err(Refused::NeverSeen { .. })));
    let named = Ask { feed: Some("veteran".into()), ..ask() };
    let proposal = propose(&august, &office.catalogue, &Limits::default(), &named).unwrap();
    assert_eq!(proposal.unmapped, ["编号", "优抚类别"]);
    expect![[r#"
        feed = "veteran"
        zh = "优抚老兵名册"
        en = "veteran"
        department = "unknown"
        names = ["优抚老兵名册"]
        coverage = "full"
        sheet = "best"
        key = "resident_id"
        repeated = "error"

        [[columns]]
        field = "name"
        headings = ["名字"]
        required = true

        [[columns]]
        field = "resident_id"
        headings = ["公民身份号码"]
        required = true

        [[columns]]
        field = "phone"
        headings = ["联系电话"]
        required = true

        [[columns]]
        field = "registered_address"
        headings = ["户口地址"]
        required = true
    "#]]
    .assert_eq(&proposal.toml);
    accept(office.folder.path(), &office.catalogue, &proposal.toml).unwrap();

    let next = Office::with(&Policy::overlaid(office.folder.path()).unwrap());
    let loaded = next.load(&veterans(&next, "优抚老兵名册_202609.xlsx"), &ask());
    assert_eq!((loaded.plan.feed.as_str(), loaded.plan.layout.as_str()), ("veteran", "veteran"));
}

#[test]
fn a_column_of_certificates_is_known_by_its_cells() {
    let office = Office::new();
    let certificate = format!("{}43", id(1));
    let path =
        office.sheet("托养人员_202609.xlsx", &[&["名字", "证号", "托养机构"], &["张三", &certificate, "康复中心"]]);
    let proposal = propose(&path, &office.catalogue, &Limits::default(), &ask()).unwrap();
    assert!(proposal.toml.contains("resident_id = \"disability_certificate\""), "{}", proposal.toml);
}

#[test]
fn a_layout_that_names_what_there_is_not_is_not_accepted() {
    let office = Office::new();
    let data = office.folder.path();
    let text = "feed = 'x'\nzh = 'x'\nen = 'x'\ndepartment = 'x'\ncoverage = 'full'\nrepeated = 'keep'\ncolumns = [{ field = 'salary' }]";
    let why = accept(data, &office.catalogue, text).unwrap_err().to_string();
    assert!(why.contains("no field salary"), "{why}");
    let why =
        accept(data, &office.catalogue, &text.replace("salary", "name").replace("'x'\nzh", "'../x'\nzh")).unwrap_err();
    assert!(why.to_string().contains("lower-case"), "{why}");
    assert!(!data.join("layouts").exists());
}
