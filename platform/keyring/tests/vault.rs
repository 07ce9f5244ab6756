//! The vault in a real database, through its door.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

use platform_db::{Db, Service, Tx};
use platform_db_testing::TestDb;
use platform_keyring::{Binding, Keyring, KeyringError, MasterKey, MasterKeyFile, OpenError, Sealed};
use platform_types::{Actor, Clock, Entropy, Timestamp};
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

fn now() -> Timestamp {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

async fn doors() -> (TestDb, Db) {
    let test = TestDb::new().await;
    let db = test.db(Clock::manual(now()));
    (test, db)
}

async fn vault(db: &Db) -> Tx {
    db.as_service(Service::Vault, &Actor::system("test")).await.unwrap()
}

async fn ring(db: &Db, master: &MasterKey) -> Result<Keyring, KeyringError> {
    let mut tx = vault(db).await;
    let ring = Keyring::load(&mut tx, master, &Entropy::from_os(), now()).await?;
    tx.commit().await.unwrap();
    Ok(ring)
}

fn place() -> Binding {
    Binding::new("auth.mfa_factors", "secret", Uuid::from_u128(1))
}

/// Two transactions at once, as two nodes have them: the door's pool here holds one connection.
async fn both<T>(test: &TestDb, work: impl AsyncFn(&mut PgConnection) -> T) -> (T, T) {
    let one = async || {
        let mut connection = test.connect(Some("callboard_vault")).await;
        let mut tx = connection.begin().await.unwrap();
        let done = work(&mut tx).await;
        tx.commit().await.unwrap();
        done
    };
    tokio::join!(one(), one())
}

#[tokio::test]
async fn the_first_start_makes_one_key_and_later_ones_find_it() {
    let (test, db) = doors().await;
    let master = MasterKey::generate(&Entropy::from_os());
    let (a, b) = both(&test, async |conn| Keyring::load(conn, &master, &Entropy::from_os(), now()).await.unwrap()).await;
    assert_eq!(a.current_key(), b.current_key(), "two nodes starting at once share one key");
    let later = ring(&db, &master).await.unwrap();
    let sealed = a.seal(&place(), &"secret".to_owned()).unwrap();
    assert_eq!(later.open(&place(), &sealed).unwrap(), "secret");
}

#[tokio::test]
async fn a_dump_alone_opens_nothing() {
    let (test, db) = doors().await;
    let master = MasterKey::generate(&Entropy::from_os());
    let ring = ring(&db, &master).await.unwrap();
    let mut tx = vault(&db).await;
    let row = ring.create_signing_key(&mut tx, &Entropy::from_os(), now(), "ticket", None).await.unwrap();
    let secret = ring.open_seed(&row).unwrap();
    tx.commit().await.unwrap();

    // All bytes of the vault, as an administrator with a dump sees them.
    let mut admin = test.connect(None).await;
    let keys: Vec<Vec<u8>> = sqlx::query_scalar("SELECT wrapped FROM vault.keys").fetch_all(&mut admin).await.unwrap();
    let sealed: Vec<Vec<u8>> = sqlx::query_scalar("SELECT sealed_private FROM vault.signing_keys").fetch_all(&mut admin).await.unwrap();
    let dump = [keys.concat(), sealed.concat()].concat();
    assert!(!dump.windows(32).any(|w| w == &secret[..]), "the private key lies open in the dump");

    // With another master key, the empty one, or the wrapped bytes taken for the key itself: nothing.
    for wrong in [
        MasterKey::generate(&Entropy::from_os()),
        MasterKey::from_bytes([0; 32]),
        MasterKey::from_bytes(keys[0][29..61].try_into().unwrap()),
    ] {
        let mut tx = vault(&db).await;
        let error = Keyring::load(&mut tx, &wrong, &Entropy::from_os(), now()).await.unwrap_err();
        assert!(matches!(error, KeyringError::WrongMaster), "{error}");
    }
    // And with the right one, everything.
    assert_eq!(seed_by(&db, &master).await, *secret);
}

async fn seed_by(db: &Db, master: &MasterKey) -> [u8; 32] {
    let again = ring(db, master).await.unwrap();
    let mut tx = vault(db).await;
    let rows = again.signing_keys_of(&mut tx, "ticket", None).await.unwrap();
    *again.open_seed(&rows[0]).unwrap()
}

#[tokio::test]
async fn a_private_key_moved_to_another_row_does_not_open() {
    let (_test, db) = doors().await;
    let ring = ring(&db, &MasterKey::generate(&Entropy::from_os())).await.unwrap();
    let mut tx = vault(&db).await;
    let entropy = Entropy::from_os();
    ring.create_signing_key(&mut tx, &entropy, now(), "ticket", None).await.unwrap();
    let victim = ring.create_signing_key(&mut tx, &entropy, now(), "access_token", None).await.unwrap();
    sqlx::query("UPDATE vault.signing_keys SET sealed_private = (SELECT sealed_private FROM vault.signing_keys WHERE purpose = 'ticket') WHERE id = $1")
        .bind(victim.id)
        .execute(&mut *tx)
        .await
        .unwrap();
    let moved = ring.signing_keys_of(&mut tx, "access_token", None).await.unwrap();
    assert!(matches!(ring.open_private(&moved[0]), Err(KeyringError::Open(OpenError::Forged))));
}

#[tokio::test]
async fn wrapped_keys_cannot_trade_places() {
    let (test, db) = doors().await;
    let master = MasterKey::generate(&Entropy::from_os());
    let ring = ring(&db, &master).await.unwrap();
    let mut tx = vault(&db).await;
    ring.rotate(&mut tx, &master, now()).await.unwrap();
    tx.commit().await.unwrap();
    let mut admin = test.connect(None).await;
    let swap = "UPDATE vault.keys k SET wrapped = (SELECT o.wrapped FROM vault.keys o WHERE o.id <> k.id)";
    sqlx::query(swap).execute(&mut admin).await.unwrap();
    let mut tx = vault(&db).await;
    let loaded = Keyring::load(&mut tx, &master, &Entropy::from_os(), now()).await;
    assert!(matches!(loaded, Err(KeyringError::WrongMaster)));
}

#[tokio::test]
async fn a_pair_with_another_public_half_does_not_sign() {
    let (test, db) = doors().await;
    let ring = ring(&db, &MasterKey::generate(&Entropy::from_os())).await.unwrap();
    let mut tx = vault(&db).await;
    let entropy = Entropy::from_os();
    let row = ring.create_signing_key(&mut tx, &entropy, now(), "ticket", None).await.unwrap();
    let other = ring.create_signing_key(&mut tx, &entropy, now(), "ticket", None).await.unwrap();
    tx.commit().await.unwrap();
    let mut admin = test.connect(None).await;
    let public = other.verifying_key().unwrap().to_bytes().to_vec();
    let change = sqlx::query("UPDATE vault.signing_keys SET public_key = $2 WHERE id = $1").bind(row.id).bind(public);
    change.execute(&mut admin).await.unwrap();
    let mut tx = vault(&db).await;
    let rows = ring.signing_keys_of(&mut tx, "ticket", None).await.unwrap();
    let changed = rows.iter().find(|r| r.id == row.id).unwrap();
    assert!(matches!(ring.open_private(changed), Err(KeyringError::Damaged(id)) if id == row.id));
}

#[tokio::test]
async fn rotation_keeps_old_values_readable() {
    let (_test, db) = doors().await;
    let master = MasterKey::generate(&Entropy::from_os());
    let ring_a = ring(&db, &master).await.unwrap();
    let other_node = ring(&db, &master).await.unwrap();
    let old = ring_a.seal(&place(), &"old".to_owned()).unwrap();
    let before = ring_a.current_key();

    let mut tx = vault(&db).await;
    ring_a.rotate(&mut tx, &master, now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_ne!(ring_a.current_key(), before);
    let new = ring_a.seal(&place(), &"new".to_owned()).unwrap();
    assert_ne!(new.key(), old.key());
    assert_eq!(ring_a.open(&place(), &old).unwrap(), "old");
    assert_eq!(ring_a.reseal(&place(), &old).unwrap().key(), new.key());

    // A node that does not know of it says so, and finds the key when it looks again.
    assert_eq!(other_node.open(&place(), &new).unwrap_err(), OpenError::UnknownKey(new.key()));
    let mut tx = vault(&db).await;
    other_node.reload(&mut tx, &master).await.unwrap();
    assert_eq!(other_node.open(&place(), &new).unwrap(), "new");
}

#[tokio::test]
async fn the_master_key_changes_and_survives_a_crash_at_any_moment() {
    let (_test, db) = doors().await;
    let dir = tempfile::tempdir().unwrap();
    let file = MasterKeyFile::new(dir.path().join("master.key"));
    let entropy = Entropy::from_os();
    let load = async || {
        let mut tx = vault(&db).await;
        let loaded = Keyring::load_with_file(&mut tx, &file, &entropy, now()).await;
        tx.commit().await.unwrap();
        loaded
    };
    let (ring, old) = load().await.unwrap();
    let sealed = ring.seal(&place(), &"kept".to_owned()).unwrap();

    // Crash before the commit: the old key is still the key.
    let next = file.stage(&entropy).unwrap();
    let mut tx = vault(&db).await;
    ring.rewrap(&mut tx, &old, &next).await.unwrap();
    drop(tx);
    let (again, _) = load().await.unwrap();
    assert_eq!(again.open(&place(), &sealed).unwrap(), "kept");
    assert!(file.staged().unwrap().is_some());

    // Crash after the commit and before the file: the next key is found and becomes the key.
    let next = file.stage(&entropy).unwrap();
    let mut tx = vault(&db).await;
    ring.rewrap(&mut tx, &old, &next).await.unwrap();
    tx.commit().await.unwrap();
    let (again, _) = load().await.unwrap();
    assert_eq!(again.open(&place(), &sealed).unwrap(), "kept");
    assert!(file.staged().unwrap().is_none());

    // The old key opens nothing any more.
    let mut tx = vault(&db).await;
    assert!(matches!(Keyring::load(&mut tx, &old, &entropy, now()).await, Err(KeyringError::WrongMaster)));
    drop(tx);
    assert!(load().await.is_ok());
}

#[tokio::test]
async fn signing_keys_are_numbered_per_subject_and_retire() {
    let (test, db) = doors().await;
    let ring = ring(&db, &MasterKey::generate(&Entropy::from_os())).await.unwrap();
    let (event, other) = (Some(Uuid::from_u128(1)), Some(Uuid::from_u128(2)));
    let make = async |conn: &mut PgConnection, subject| {
        ring.create_signing_key(conn, &Entropy::from_os(), now(), "ticket", subject).await.unwrap()
    };
    let (a, b) = both(&test, async |conn| make(conn, event).await).await;
    let mut tx = vault(&db).await;
    let c = make(&mut tx, other).await;
    tx.commit().await.unwrap();
    let mut numbers = [a.number, b.number];
    numbers.sort_unstable();
    assert_eq!((numbers, c.number), ([1, 2], 1));

    let mut tx = vault(&db).await;
    let rows = ring.signing_keys_of(&mut tx, "ticket", event).await.unwrap();
    assert_eq!(rows.iter().map(|r| r.number).collect::<Vec<_>>(), [2, 1], "newest first");
    assert!(ring.retire_signing_key(&mut tx, rows[1].id, now()).await.unwrap());
    assert!(!ring.retire_signing_key(&mut tx, rows[1].id, now()).await.unwrap());
    let rows = ring.signing_keys_of(&mut tx, "ticket", event).await.unwrap();
    assert_eq!(rows[1].retired_at, Some(now()));
    for row in &rows {
        assert_eq!(ring.open_private(row).unwrap().verifying_key(), row.verifying_key().unwrap());
    }
    assert!(ring.signing_keys_of(&mut tx, "access_token", event).await.unwrap().is_empty());
    let debug = format!("{rows:?}");
    assert!(debug.contains("Sealed(…)"), "{debug}");
}

#[tokio::test]
async fn nobody_else_reaches_the_vault() {
    let (_test, db) = doors().await;
    ring(&db, &MasterKey::generate(&Entropy::from_os())).await.unwrap();
    let actor = Actor::anonymous();
    let doors = [
        ("actor", db.as_actor(&actor).await.unwrap()),
        ("system", db.as_system("test").await.unwrap()),
        ("claims", db.as_service(Service::Claims, &actor).await.unwrap()),
        ("sales", db.as_service(Service::Sales, &actor).await.unwrap()),
    ];
    for (door, mut tx) in doors {
        let seen: Result<Vec<Vec<u8>>, _> = sqlx::query_scalar("SELECT wrapped FROM vault.keys").fetch_all(&mut *tx).await;
        assert!(seen.is_err(), "the {door} door reads the vault");
    }
    // Even the vault's own door cannot delete a key or swap the public half of a pair.
    for statement in ["DELETE FROM vault.keys", "UPDATE vault.signing_keys SET public_key = public_key"] {
        let mut tx = vault(&db).await;
        assert!(sqlx::query(statement).execute(&mut *tx).await.is_err(), "{statement}");
    }
}

#[tokio::test]
async fn a_sealed_column_reads_and_writes_as_bytes() {
    let (_test, db) = doors().await;
    let ring = ring(&db, &MasterKey::generate(&Entropy::from_os())).await.unwrap();
    let sealed = ring.seal(&place(), &"in a column".to_owned()).unwrap();
    let mut tx = vault(&db).await;
    let back: Sealed<String> = sqlx::query_scalar("SELECT $1::bytea").bind(&sealed).fetch_one(&mut *tx).await.unwrap();
    assert_eq!(ring.open(&place(), &back).unwrap(), "in a column");
    let broken: Result<Sealed<String>, _> = sqlx::query_scalar("SELECT 'x'::bytea").fetch_one(&mut *tx).await;
    assert!(broken.is_err());
}
