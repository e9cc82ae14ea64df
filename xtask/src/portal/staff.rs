//! Users of a portal: made and given their roles over its own pages, then signed in.

use super::{Client, Portal, hidden};

/// The password of everybody whom we hire.
pub(crate) const PASSWORD: &str = "lantern-Orchard-48-rivers";

/// A signed-in user: the cookie and what each form of the session carries.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) role: String,
    pub(crate) cookies: std::collections::BTreeMap<String, String>,
    pub(crate) form: String,
}

/// Signs in.
///
/// # Errors
/// A sentence where the door stays shut.
pub(crate) fn sign_in(at: &str, account: &str, password: &str, role: &str) -> Result<Session, String> {
    let mut client = Client::new(at);
    let door = client.get("/sign-in")?;
    let form = hidden(&door.body, "form").to_owned();
    let fields = [("form", form.as_str()), ("next", "/me"), ("account", account), ("password", password), ("code", "")];
    let answer = client.post("/sign-in", &fields)?;
    if !answer.done() {
        return Err(format!("{account} was not let in: {}", answer.status));
    }
    let page = client.get("/me")?;
    Ok(Session { role: role.to_owned(), cookies: client.cookies, form: hidden(&page.body, "form").to_owned() })
}

/// Makes accounts with a role each in an area, named like the role, by the administrators whom the portal has made.
///
/// # Errors
/// A sentence with the page's status where one is not made.
pub(crate) fn hire(portal: &Portal, wanted: &[(&str, String)]) -> Result<(), String> {
    let admin = |name: &str| {
        let password = portal.made.get(name).ok_or_else(|| format!("the portal made no account {name}"))?;
        sign_in(&portal.at, name, password, name)
    };
    let (system, security) = (admin("system")?, admin("security")?);
    let mut client = Client::new(&portal.at);
    for (at, (role, area)) in wanted.iter().enumerate() {
        client.cookies.clone_from(&system.cookies);
        let account = account(role);
        let new = [
            ("form", &*system.form),
            ("key", &key(1, at)),
            ("account", &account),
            ("name", &account),
            ("area", area),
            ("password", PASSWORD),
        ];
        told(client.post("/users/new", &new)?, &account)?;
        client.cookies.clone_from(&security.cookies);
        let users = client.get("/users")?.body;
        let id = id_of(&users, &account).ok_or_else(|| format!("{account} is not listed"))?;
        let from = hidden(&users, "from").to_owned();
        let given = [
            ("form", &*security.form),
            ("key", &key(2, at)),
            ("account", &id),
            ("role", role),
            ("area", area),
            ("from", &from),
            ("to", ""),
        ];
        told(client.post("/users/grant", &given)?, role)?;
    }
    Ok(())
}

/// What a form is called, so that it is done once.
fn key(form: u32, at: usize) -> String {
    format!("{form:016}{at:016}")
}

/// What somebody with a role types to sign in.
pub(crate) fn account(role: &str) -> String {
    role.replace([':', '_'], ".")
}

fn told(answer: super::Answer, what: &str) -> Result<(), String> {
    if answer.status == 303 { Ok(()) } else { Err(format!("{what}: {}", answer.status)) }
}

/// The number of an account among the choices of the form that gives roles.
fn id_of(page: &str, account: &str) -> Option<String> {
    let choices = page.split("<option value=\"").skip(1).filter_map(|rest| rest.split_once("\">"));
    let of = |(_, rest): &(&str, &str)| {
        rest.split_once("</option>").is_some_and(|(said, _)| said.split_whitespace().any(|it| it == account))
    };
    choices.filter(of).map(|(id, _)| id.to_owned()).find(|id| id.bytes().all(|it| it.is_ascii_digit()))
}
