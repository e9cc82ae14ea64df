//! Wrong tokens wait as wrong passwords do, network by network, counted in memory.
//!
//! A token that was right is known by its digest and waits for nobody: a stranger behind the same address slows down new
//! tokens there for a quarter of an hour at most, and locks out no department's machine that works.

use axum::{extract::ConnectInfo, http::Request};
use doudi_journal::access::login::ADDRESS;
use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Failures of a network that are remembered: so many lead to the longest wait.
const REMEMBERED: usize = 64;
/// Networks and tokens that are remembered; who floods more begins anew, for everybody.
const MOST: usize = 10_000;

/// Where a request comes from: an address, or the 64 bits that one customer has of IPv6. None where nobody knows.
pub(crate) type Network = Option<IpAddr>;

/// Who has shown a wrong token of late, and which tokens were right.
#[derive(Default)]
pub(crate) struct Strangers(Mutex<Held>);

#[derive(Default)]
struct Held {
    failures: BTreeMap<Network, Vec<i64>>,
    known: BTreeSet<[u8; 32]>,
}

impl Strangers {
    // Counts that a panic left behind are still counts.
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Seconds that a token of this digest waits; none for one that was right.
    pub(crate) fn wait(&self, from: Network, token: &[u8; 32], now_ms: i64) -> Option<i64> {
        let held = self.held();
        let failures = held.failures.get(&from).filter(|_| !held.known.contains(token))?;
        let wait = ADDRESS.wait_ms(failures, now_ms);
        (wait > 0).then(|| wait / 1_000 + 1)
    }

    /// A token was right.
    pub(super) fn right(&self, token: [u8; 32]) {
        let mut held = self.held();
        if held.known.len() >= MOST && !held.known.contains(&token) {
            held.known.clear();
        }
        held.known.insert(token);
    }

    /// A token was wrong, or is no longer right.
    pub(crate) fn wrong(&self, from: Network, token: &[u8; 32], now_ms: i64) {
        let mut held = self.held();
        held.known.remove(token);
        if held.failures.len() >= MOST {
            let late = |all: &Vec<i64>| all.last().is_some_and(|at| now_ms.saturating_sub(*at) < ADDRESS.window_ms);
            held.failures.retain(|_, all| late(all));
        }
        if held.failures.len() >= MOST {
            held.failures.clear();
        }
        let all = held.failures.entry(from).or_default();
        all.push(now_ms);
        let more = all.len().saturating_sub(REMEMBERED);
        all.drain(..more);
    }
}

/// Where a request comes from. A proxy on the same machine says for whom it asks; nobody else is believed.
pub(crate) fn network<B>(request: &Request<B>) -> Network {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0.ip().to_canonical();
    let said = request.headers().get("x-forwarded-for").and_then(|it| it.to_str().ok());
    let said = said.and_then(|it| it.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    let from = if peer.is_loopback() { said.map_or(peer, |it| it.to_canonical()) } else { peer };
    Some(match from {
        IpAddr::V4(_) => from,
        IpAddr::V6(it) => IpAddr::V6(Ipv6Addr::from_bits(it.to_bits() >> 64 << 64)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: Network = Some(IpAddr::V4(std::net::Ipv4Addr::new(10, 3, 0, 7)));

    #[test]
    fn a_network_that_guesses_waits_and_the_token_that_was_right_does_not() {
        let strangers = Strangers::default();
        strangers.right([1; 32]);
        (0..50).for_each(|at| strangers.wrong(HOME, &[2; 32], at));
        assert_eq!(strangers.wait(HOME, &[2; 32], 49), Some(11));
        assert_eq!(strangers.wait(HOME, &[1; 32], 49), None, "it was right");
        assert_eq!(strangers.wait(None, &[2; 32], 49), None, "from elsewhere");
        assert_eq!(strangers.wait(HOME, &[2; 32], 10_050), None, "the wait is over");
        (0..20).for_each(|at| strangers.wrong(HOME, &[2; 32], 10_000 + at));
        assert_eq!(strangers.wait(HOME, &[2; 32], 10_019), Some(901), "and never longer");
        strangers.wrong(HOME, &[1; 32], 10_020);
        assert!(strangers.wait(HOME, &[1; 32], 10_020).is_some(), "a token that is right no more is a stranger's");
        assert_eq!(strangers.wait(HOME, &[2; 32], 10_000 + ADDRESS.window_ms + 21), None);
    }

    #[test]
    fn a_flood_of_networks_is_forgotten_and_not_kept() {
        let strangers = Strangers::default();
        let from = |it: u32| Some(IpAddr::V4(it.into()));
        (0..20_000).for_each(|it| strangers.wrong(from(it), &[0; 32], 0));
        assert!(strangers.held().failures.len() <= MOST);
    }

    #[test]
    fn a_proxy_on_this_machine_is_believed_and_nobody_else() {
        let asked = |peer: &str, said: &str| {
            let mut request = Request::builder().header("x-forwarded-for", said).body(()).unwrap();
            request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
            network(&request).unwrap().to_string()
        };
        assert_eq!(asked("127.0.0.1:9", "1.2.3.4, 10.3.0.7"), "10.3.0.7");
        assert_eq!(asked("127.0.0.1:9", "?"), "127.0.0.1");
        assert_eq!(asked("10.3.0.8:9", "10.3.0.7"), "10.3.0.8");
        assert_eq!(asked("[2001:db8::1:2:3:4]:9", ""), "2001:db8::");
        assert_eq!(asked("[::ffff:10.3.0.8]:9", ""), "10.3.0.8");
        assert_eq!(network(&Request::new(())), None);
    }
}
