//! What keys and sealing promise.

use super::*;
use proptest::prelude::*;

/// A stream of bytes that is the same in every run.
fn stream(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut at = 0u64;
    move |bytes| {
        for chunk in bytes.chunks_mut(32) {
            at += 1;
            let block = Suite::International.digest(&[&seed.to_be_bytes(), &at.to_be_bytes()]);
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

fn ring(suite: Suite, seed: u64) -> Keyring {
    Keyring::create(suite, &mut stream(seed)).unwrap()
}

#[test]
fn a_signature_holds_for_its_message_purpose_key_and_generation_only() {
    for suite in Suite::ALL {
        let (mut mine, other) = (ring(suite, 1), ring(suite, 2));
        let signature = mine.sign("daily head", b"head").unwrap();
        assert_eq!(signature.bytes.len(), 64);
        assert!(mine.verify("daily head", b"head", &signature));
        assert!(!mine.verify("daily head", b"heaD", &signature) && !mine.verify("letter", b"head", &signature));
        assert!(!other.verify("daily head", b"head", &signature));
        for bit in 0..64 * 8 {
            let mut forged = signature.clone();
            forged.bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(!mine.verify("daily head", b"head", &forged), "{suite:?} bit {bit}");
        }
        mine.rotate(&mut stream(3)).unwrap();
        assert!(mine.verify("daily head", b"head", &signature), "what an earlier generation signed still verifies");
        assert_eq!(mine.sign("daily head", b"head").unwrap().generation, 2);
        assert!(!mine.verify("daily head", b"heaD", &signature), "and for nothing else");
        let renamed = Signature { generation: 2, ..signature };
        assert!(!mine.verify("daily head", b"head", &renamed), "nor as another generation's");
    }
}

#[test]
fn a_new_generation_wraps_again_and_old_values_still_open() {
    for suite in Suite::ALL {
        let (mut ring, mut fill) = (ring(suite, 4), stream(5));
        let mut stored = vec![ring.new_data_key(1, &mut fill).unwrap()];
        let old = ring.data_keys(&stored).unwrap().seal("person.phone", "p1", b"one", &mut fill).unwrap();

        assert_eq!(ring.rotate(&mut fill).unwrap(), 2);
        assert!(matches!(ring.retire(1, &stored), Err(CryptoError::GenerationInUse(1))));
        stored = stored.iter().map(|key| ring.rewrap(key, &mut fill).unwrap()).collect();
        stored.push(ring.new_data_key(2, &mut fill).unwrap());
        assert!(stored.iter().all(|key| key.generation == 2));
        ring.retire(1, &stored).unwrap();
        assert!(matches!(ring.retire(2, &[]), Err(CryptoError::GenerationInUse(2))), "the current one stays");

        let keys = ring.data_keys(&stored).unwrap();
        assert_eq!(keys.open("person.phone", "p1", &old).unwrap().text().unwrap(), "one");
        let new = keys.seal("person.phone", "p1", b"two", &mut fill).unwrap();
        assert_eq!((old.data_key(), new.data_key()), (1, 2));
        assert!(matches!(
            ring.data_keys(&stored[1..]).unwrap().open("person.phone", "p1", &old),
            Err(CryptoError::UnknownDataKey(1))
        ));
    }
}

#[test]
fn data_keys_of_another_office_or_renumbered_do_not_open() {
    let (mine, other) = (ring(Suite::National, 6), ring(Suite::National, 7));
    let wrapped = mine.new_data_key(1, &mut stream(8)).unwrap();
    assert!(matches!(other.data_keys(std::slice::from_ref(&wrapped)), Err(CryptoError::WrongKeyring)));
    assert!(matches!(mine.data_keys(&[WrappedKey { id: 2, ..wrapped.clone() }]), Err(CryptoError::WrongKeyring)));
    assert!(matches!(
        mine.data_keys(&[WrappedKey { generation: 9, ..wrapped }]),
        Err(CryptoError::UnknownGeneration(9))
    ));
}

#[test]
fn nothing_that_is_secret_is_ever_printed() {
    let mut fill = stream(9);
    for suite in Suite::ALL {
        let ring = ring(suite, 10);
        let wrapped = ring.new_data_key(1, &mut fill).unwrap();
        let keys = ring.data_keys(&[wrapped]).unwrap();
        let sealed = keys.seal("c", "s", b"plain text", &mut fill).unwrap();
        let opened = keys.open("c", "s", &sealed).unwrap();
        let printed = format!("{ring:?} {keys:?} {sealed:?} {opened:?}");
        assert!(!printed.contains("plain") && printed.len() < 200, "{printed}");
    }
}

#[test]
fn a_key_file_reads_back_and_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    for suite in Suite::ALL {
        let path = folder.path().join(suite.name());
        let mut mine = ring(suite, 11);
        mine.write_new(&path).unwrap();
        assert!(matches!(ring(suite, 12).write_new(&path), Err(CryptoError::Exists(_))));
        let wrapped = mine.new_data_key(1, &mut stream(13)).unwrap();
        mine.rotate(&mut stream(14)).unwrap();
        mine.retire(1, &[mine.rewrap(&wrapped, &mut stream(15)).unwrap()]).unwrap();
        mine.replace(&path).unwrap();

        let back = Keyring::read(&path).unwrap();
        assert_eq!(back.public_keys(), mine.public_keys());
        assert_eq!(back.blind("a", "1"), mine.blind("a", "1"));
        assert_eq!(back.data_keys(&[mine.new_data_key(2, &mut stream(16)).unwrap()]).unwrap().current(), Some(2));
        assert!(
            matches!(back.data_keys(&[wrapped]), Err(CryptoError::UnknownGeneration(1))),
            "retired secrets are gone"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_can_read_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.toml");
    ring(Suite::National, 17).write_new(&path).unwrap();
    let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    ring(Suite::National, 18).replace(&path).unwrap();
    assert_eq!(mode(), 0o600);
    for open in [0o640, 0o604, 0o660, 0o601, 0o666] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(open)).unwrap();
        assert!(matches!(Keyring::read(&path), Err(CryptoError::ReadableByOthers(_, mode)) if mode == open));
    }
}

#[test]
fn a_damaged_key_file_is_refused_without_quoting_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.toml");
    ring(Suite::International, 19).write_new(&path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let master = text.lines().find_map(|line| line.strip_prefix("master = \"")).unwrap()[..64].to_string();
    let half = &master[..32];
    let damages = [
        text.replace("master = ", "master "),
        text.replace(&master, half),
        text.replace("verifying = \"", "verifying = \"00"),
        text.replace("[[generation]]", "[[generations]]"),
        text.replace("number = 1", "number = 1\nnumber = 2"),
        text.replace("international", "national"),
        String::new(),
    ];
    for damaged in damages {
        assert_ne!(damaged, text);
        std::fs::write(&path, &damaged).unwrap();
        let error = Keyring::read(&path).unwrap_err();
        assert!(matches!(error, CryptoError::KeyFile(_)), "{damaged} {error:?}");
        assert!(!format!("{error} {error:?}").contains(half));
    }
}

fn suites() -> impl Strategy<Value = Suite> {
    prop_oneof![Just(Suite::International), Just(Suite::National)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_sealed_opens_in_its_place_and_nowhere_else(
        suite in suites(), seed: u64, plain in prop::collection::vec(any::<u8>(), 0..80),
        column in "[a-z.]{1,12}", subject in "[a-z0-9-]{1,12}", elsewhere in "[a-z0-9.-]{1,12}",
    ) {
        let (ring, mut fill) = (ring(suite, seed), stream(!seed));
        let keys = ring.data_keys(&[ring.new_data_key(7, &mut fill).unwrap()]).unwrap();
        let sealed = keys.seal(&column, &subject, &plain, &mut fill).unwrap();
        let opened = keys.open(&column, &subject, &sealed).unwrap();
        prop_assert_eq!(opened.bytes(), &plain[..]);
        let stored: Sealed = serde_json::from_str(&serde_json::to_string(&sealed).unwrap()).unwrap();
        prop_assert_eq!(&stored, &sealed);
        prop_assert!(elsewhere == column || keys.open(&elsewhere, &subject, &sealed).is_err());
        prop_assert!(elsewhere == subject || keys.open(&column, &elsewhere, &sealed).is_err());
        let moved = format!("{column}{}", &subject[..1]);
        prop_assert!(keys.open(&moved, &subject[1..], &sealed).is_err(), "a boundary that moves is another place");
        prop_assert_ne!(keys.seal(&column, &subject, &plain, &mut fill).unwrap(), sealed, "equal values look different");
    }

    #[test]
    fn a_flipped_bit_anywhere_refuses(suite in suites(), seed: u64, plain in prop::collection::vec(any::<u8>(), 0..24)) {
        let (ring, mut fill) = (ring(suite, seed), stream(!seed));
        let keys = ring.data_keys(&[ring.new_data_key(7, &mut fill).unwrap()]).unwrap();
        let sealed = keys.seal("c", "s", &plain, &mut fill).unwrap();
        for bit in 0..sealed.as_bytes().len() * 8 {
            let mut changed = sealed.as_bytes().to_vec();
            changed[bit / 8] ^= 1 << (bit % 8);
            let opened = Sealed::from_bytes(changed).and_then(|sealed| keys.open("c", "s", &sealed));
            prop_assert!(opened.is_err(), "bit {}", bit);
        }
    }

    #[test]
    fn an_index_is_the_same_for_one_spelling_and_another_for_another_value(
        suite in suites(), one in "[0-9]{17}[0-9X]", two in "[0-9]{17}[0-9X]",
    ) {
        let ring = ring(suite, 20);
        let wide: String = one.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
        let spaced = format!("\u{feff}{} {}\t", &one[..6], one[6..].to_ascii_lowercase());
        let index = ring.blind("resident_id", &one);
        prop_assert_eq!(index, ring.blind("resident_id", &wide));
        prop_assert_eq!(index, ring.blind("resident_id", &spaced));
        prop_assert_eq!(index == ring.blind("resident_id", &two), one == two);
        prop_assert_ne!(index, ring.blind("account", &one));
    }
}
