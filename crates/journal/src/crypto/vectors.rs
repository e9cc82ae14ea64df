//! Published test vectors, and some of another implementation.

use super::*;

fn bytes(hex: &str) -> Vec<u8> {
    from_hex(&hex.replace([' ', '\n'], "")).unwrap()
}

#[test]
fn hashes_are_those_of_gb_t_32905_and_fips_180() {
    let sm3 = Suite::National.digest(&[b"a", b"bc"]);
    assert_eq!(to_hex(&sm3), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    let long = Suite::National.digest(&[&b"abcd".repeat(16)]);
    assert_eq!(to_hex(&long), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    let sha = Suite::International.digest(&[b"abc"]);
    assert_eq!(to_hex(&sha), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/// RFC 4231 test cases 1, 2 and 6.
#[test]
fn keyed_hashes_are_those_of_rfc_4231() {
    let mac = |key: &[u8], text: &[u8]| to_hex(&Suite::International.mac(key, &[text]));
    assert_eq!(mac(&[0x0b; 20], b"Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    assert_eq!(
        mac(b"Jefe", b"what do ya want for nothing?"),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
    assert_eq!(
        mac(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First"),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    );
}

/// HMAC-SM3 has no RFC: it is held against RFC 2104 written out over SM3, and against OpenSSL 3.0.
#[test]
fn keyed_sm3_is_rfc_2104_over_sm3() {
    for key in [&b"k"[..], &[7; 64], &[9; 65]] {
        let mut block = [0; 64];
        let short = if key.len() > 64 { Suite::National.digest(&[key]).to_vec() } else { key.to_vec() };
        block[..short.len()].copy_from_slice(&short);
        let inner = Suite::National.digest(&[&block.map(|byte| byte ^ 0x36), b"text"]);
        let outer = Suite::National.digest(&[&block.map(|byte| byte ^ 0x5c), &inner]);
        assert_eq!(Suite::National.mac(key, &[b"text"]), outer);
    }
    let openssl = "c6f0a2e2055193d83190783b074c6912d4105eef6b58c4d6fd3509b718aaa6b1";
    assert_eq!(to_hex(&Suite::National.mac(b"k", &[b"text"])), openssl);
}

/// Signed by OpenSSL 3.0 over SM3 with the signer's name of GM/T 0009.
#[test]
fn sm2_verifies_what_another_implementation_signed() {
    let public = bytes(
        "04c43a3f7db24df70df584c4d51de0b97c28b24ad6de38d6b682ccb6d6cfc5f52c
         014be338030803a446d152543ac480d3e6874ce701611b306c7c50ca2697e67d",
    );
    let signature = bytes(
        "2fcf3223c082eb54f7c4d78325db6ad393b2a6a52fb71fbdc7c697644a9e11e2
         0ea0d5b1afb9405afa14af63030f057667199a45b828a06fbf16ba877bd654f6",
    );
    assert!(signing::verify_sm2(&public, b"testing", &signature).is_some());
    assert!(signing::verify_sm2(&public, b"Testing", &signature).is_none());
}

/// RFC 8998 appendix A.1.
#[test]
fn sm4_gcm_is_that_of_rfc_8998() {
    let key = bytes("0123456789abcdeffedcba9876543210");
    let nonce: [u8; 12] = bytes("00001234567800000000abcd").try_into().unwrap();
    let aad = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    let plain = bytes(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd
         eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
    );
    let sealed = bytes(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735
         d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d
         83de3541e4c2b58177e065a9bf7b62ec",
    );
    assert_eq!(aead::seal_with(Suite::National, &key, &nonce, &aad, &plain).unwrap(), sealed);
    assert_eq!(aead::open_with(Suite::National, &key, &nonce, &aad, &sealed).unwrap(), plain);
}

/// The GCM specification's test case 16 (McGrew and Viega), which NIST SP 800-38D refers to.
#[test]
fn aes_gcm_is_that_of_nist() {
    let key = bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    let nonce: [u8; 12] = bytes("cafebabefacedbaddecaf888").try_into().unwrap();
    let aad = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    let plain = bytes(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
         1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    );
    let sealed = bytes(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
         8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
         76fc6ece0f4e1768cddf8853bb2d551b",
    );
    assert_eq!(aead::seal_with(Suite::International, &key, &nonce, &aad, &plain).unwrap(), sealed);
    assert_eq!(aead::open_with(Suite::International, &key, &nonce, &aad, &sealed).unwrap(), plain);
}
