//! `callboard admin add-person` and `callboard admin grant`.

use crate::house::{House, told};

const ADA: [&str; 7] = ["admin", "add-person", "--email", "Ada@Example.org", "--name", "Ada Lovelace", "--json"];

#[tokio::test]
async fn a_person_is_added_once_and_given_a_role() {
    let house = House::new().await;
    let added = house.json(&ADA);
    assert_eq!(added["email"], "ada@example.org");
    let again = house.json(&ADA);
    assert_eq!(
        (&again["id"], &added["added"], &again["added"]),
        (&added["id"], &true.into(), &false.into()),
        "who is there stays as they are"
    );
    assert_eq!(house.number("SELECT count(*) FROM auth.users WHERE email_confirmed_at IS NOT NULL").await, 1);

    let role = ["admin", "grant", "--email", "ada@example.org", "--role", "ATLVS_SUPER_ADMIN"];
    let by_name = house.type_in(&[&role[..], &["--organization", "harbour ARTS"]].concat());
    assert!(by_name.status.success(), "{}", told(&by_name));
    assert_eq!(String::from_utf8_lossy(&by_name.stdout), "ada@example.org holds ATLVS_SUPER_ADMIN in Harbour Arts.\n");
    let by_slug = house.json(&[&role[..], &["--organization", "somebody-else", "--expires", "2025-01-31T00:00:00Z", "--json"]].concat());
    assert_eq!(by_slug["expires"], "2025-01-31T00:00:00Z");
    let held = "SELECT count(*) FROM user_roles r JOIN organizations o ON o.id = r.scope_id
                WHERE (o.slug = 'harbour-arts' AND r.expires_at IS NULL) OR (o.slug = 'somebody-else' AND r.expires_at = '2025-01-31T00:00:00Z')";
    assert_eq!(house.number(held).await, 2);
    let audited = "SELECT count(*) FROM audit.events WHERE action = 'auth.person_added' OR (action LIKE '%grant%' AND system_why = 'administrator at the machine')";
    assert_eq!(house.number(audited).await, 3);
}

#[tokio::test]
async fn who_was_added_with_a_password_has_it() {
    let house = House::new().await;
    let words = [&ADA[..], &["--password-stdin"]].concat();
    // The rule and the words of the pages.
    for (password, why) in [
        ("eight888\n", "the password on standard input: choose a password of at least 10 characters; a few words make a good one"),
        ("password123\n", "among the first that are tried"),
        ("ada@example.org\n", "not your address"),
    ] {
        let refused = house.type_with(&words, password);
        assert_eq!(refused.status.code(), Some(2), "{password}");
        assert!(told(&refused).contains(why), "{}", told(&refused));
    }
    assert_eq!(house.number("SELECT count(*) FROM auth.users").await, 0);
    assert!(house.type_with(&words, "correct horse battery\n").status.success());
    assert_eq!(house.number("SELECT count(*) FROM auth.users WHERE encrypted_password LIKE '$argon2id$%'").await, 1);
}

#[tokio::test]
async fn called_wrongly_nothing_is_granted_and_the_field_is_named() {
    let house = House::new().await;
    house.json(&ADA);
    let ada = ["admin", "grant", "--email", "ada@example.org", "--role"];
    let cases: [(&[&str], &str); 11] = [
        (&["admin", "grant", "--email", "nobody@example.org", "--role", "ATLVS_SUPER_ADMIN"], "add-person"),
        (&["admin", "grant", "--email", "nowhere", "--role", "ATLVS_SUPER_ADMIN"], "--email"),
        (&[&ada[..], &["ATLVS_SUPER_ADMIN", "--organization", "nobody's"]].concat(), "harbour-arts"),
        (
            &[&ada[..], &["KING", "--organization", "harbour-arts"]].concat(),
            "--role KING: there is no such role. What can be held in Harbour Arts:\n",
        ),
        (&[&ada[..], &["KING", "--organization", "harbour-arts"]].concat(), "\n  ATLVS_SUPER_ADMIN            "),
        (&[&ada[..], &["KING"]].concat(), "\n  LEGEND_SUPER_ADMIN           "),
        (&[&ada[..], &["ATLVS_SUPER_ADMIN"]].concat(), "cannot be held on the whole platform: name an organization with --organization"),
        (&[&ada[..], &["ATLVS_SUPER_ADMIN", "--expires", "tomorrow"]].concat(), "2027-01-31T00:00:00Z"),
        (&["admin", "add-person", "--email", "new@example.org", "--name", "  "], "--name"),
        (&["admin", "add-person", "--email", "new@example.org", "--name", "New", "--locale", "zzzz99"], "--locale"),
        (&[&ada[..], &["ATLVS_SUPER_ADMIN", "--organization", "harbour-arts", "--expires", "2020-01-01T00:00:00Z"]].concat(), "--expires"),
    ];
    let granted = "SELECT count(*) FROM user_roles";
    let before = house.number(granted).await;
    for (words, named) in cases {
        let refused = house.type_in(words);
        assert_eq!(refused.status.code(), Some(2), "{words:?}: {}", told(&refused));
        assert!(told(&refused).contains(named), "{words:?}: {}", told(&refused));
    }
    assert_eq!(house.number(granted).await, before);
    assert_eq!(house.number("SELECT count(*) FROM auth.users").await, 1);
}

#[tokio::test]
async fn the_list_of_networks_is_set_shown_and_cleared_at_the_machine() {
    let house = House::new().await;
    let list = ["admin", "allow-list"];
    let shown = house.type_in(&list);
    assert_eq!(String::from_utf8_lossy(&shown.stdout), "The platform is run from everywhere.\n");
    let set = house.json(&[&list[..], &["--set", "192.0.2.7/24,2001:db8::/32", "--json"]].concat());
    let networks: Vec<_> = set["networks"].as_array().unwrap().iter().map(|n| n["network"].as_str().unwrap()).collect();
    assert_eq!(networks, ["192.0.2.0/24", "2001:db8::/32"]);
    let wrong = house.type_in(&[&list[..], &["--set", "nonsense"]].concat());
    assert!(wrong.status.code() == Some(2) && told(&wrong).contains("is no address and no range"), "{}", told(&wrong));
    assert_eq!(house.number("SELECT count(*) FROM auth.admin_networks").await, 2);
    house.type_in(&[&list[..], &["--clear"]].concat());
    assert_eq!(house.number("SELECT count(*) FROM auth.admin_networks").await, 0);
    let audited =
        "SELECT count(*) FROM audit.events WHERE action = 'platform.allow_list_changed' AND system_why = 'administrator at the machine'";
    assert_eq!(house.number(audited).await, 2);
}

#[tokio::test]
async fn a_second_factor_that_is_lost_is_removed_at_the_machine() {
    let house = House::new().await;
    house.json(&ADA);
    let words = ["admin", "remove-second-factor", "--email", "ada@example.org"];
    let none = house.type_in(&words);
    assert_eq!(String::from_utf8_lossy(&none.stdout), "ada@example.org has no second factor.\n");
    let nobody = house.type_in(&["admin", "remove-second-factor", "--email", "nobody@example.org"]);
    assert!(nobody.status.code() == Some(2) && told(&nobody).contains("nobody has the address"), "{}", told(&nobody));
}
