use platform_types::ExposeSecret;

use super::*;

fn env(pairs: &[(&str, &str)]) -> Sources {
    Sources { environment: pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(), ..Sources::default() }
}

fn with_file(text: &str) -> (tempfile::TempDir, Sources) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("callboard.toml");
    std::fs::write(&path, text).unwrap();
    (dir, Sources { file: Some((path, true)), ..Sources::default() })
}

#[test]
fn the_commented_defaults_are_complete_and_right() {
    let config = Config::load(&Sources::default()).unwrap();
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.server.public_url.as_str(), "http://127.0.0.1:8080/");
    assert!(config.database.url.is_none() && config.mail.smtp_url.is_none() && config.keys.master_key.is_none());
    assert_eq!(config.payments.provider, PaymentProvider::Simulator);
    assert_eq!(config.organizers.approval, OrganizerApproval::Open);
    assert_eq!(config.sign_in.second_factor, SecondFactor::Operators);
    assert!(config.sign_in.google.is_none() && config.sign_in.oidc.is_none());
    assert_eq!(config.limits.auth_per_minute, 5);
    assert!(matches!(config.storage, Storage::Disk(None)));
    // Every setting is explained: the line above a section's first key, or the block it stands in, is a comment.
    for block in render_reference().split("\n\n").skip(1) {
        assert!(block.contains('#'), "no comment in {block}");
    }
}

#[test]
fn environment_wins_over_the_file_and_flags_over_both() {
    let (_dir, mut sources) = with_file("[server]\nlisten = \"127.0.0.1:1\"\n[database]\nconnections = 7\n[log]\nlevel = \"warn\"\n");
    sources.environment = env(&[
        ("CALLBOARD_DATABASE__CONNECTIONS", "9"),
        ("CALLBOARD_SERVER__LISTEN", "127.0.0.1:2"),
        ("CALLBOARD_SERVER__CORS_ORIGINS", "https://a.example, https://b.example"),
    ])
    .environment;
    sources.flags = vec![("server.listen", "127.0.0.1:3".to_owned(), "--listen")];
    let config = Config::load(&sources).unwrap();
    assert_eq!(config.server.listen.port(), 3);
    assert_eq!(config.database.connections, 9);
    assert_eq!(config.log.level, "warn");
    assert_eq!(config.server.cors_origins, ["https://a.example", "https://b.example"]);
}

#[test]
fn each_house_of_a_machine_has_a_simulator_beside_it() {
    let config = Config::load(&env(&[("CALLBOARD_SERVER__LISTEN", "127.0.0.1:8099")])).unwrap();
    assert_eq!(config.payments.api_base.as_str(), "http://127.0.0.1:8109/");
    assert_eq!(config.payments.page_origin, config.payments.api_base);
    assert_eq!(Config::load(&Sources::default()).unwrap().payments.api_base.port(), Some(8090));
    let named = Config::load(&env(&[("CALLBOARD_PAYMENTS__API_BASE", "http://127.0.0.1:7000")])).unwrap();
    assert_eq!(named.payments.api_base.port(), Some(7000));
}

#[test]
fn everything_wrong_is_named_at_once() {
    let (_dir, mut sources) = with_file(
        "[server]\nlisten = \"here\"\nlissten = \"x\"\nbehind_proxy = \"yes\"\n[database]\nconnections = 2\n[payments]\nprovider = \"cash\"\n[maill]\nfrom = \"x\"\n",
    );
    sources.environment =
        env(&[("CALLBOARD_LOG__FORMAT", "xml"), ("CALLBOARD_SERVER_TLS_CERT", "x"), ("CALLBOARD_SERVER__CLOCK_START", "yesterday")])
            .environment;
    let ConfigErrors(problems) = Config::load(&sources).unwrap_err();
    let mut keys: Vec<_> = problems.iter().map(|p| p.key.as_str()).collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "database.connections",
            "log.format",
            "maill.from",
            "payments.provider",
            "server.behind_proxy",
            "server.clock_start",
            "server.lissten",
            "server.listen",
            "server.tls_cert"
        ]
    );
    let text = ConfigErrors(problems).to_string();
    for part in [
        "server.lissten (from ",
        "did you mean server.listen?",
        "server.listen (from ",
        "found “here”, wanted an address and port like 127.0.0.1:8080",
        "database.connections",
        "found 2, wanted a whole number from 4 to 1000",
        "log.format (from CALLBOARD_LOG__FORMAT): found “xml”, wanted auto, json or pretty",
        "wanted CALLBOARD_SERVER__TLS_CERT",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}

#[test]
fn a_provider_is_named_whole_or_not_at_all() {
    let whole = [
        ("CALLBOARD_SIGN_IN__OIDC_ISSUER", "https://id.example.org/realm"),
        ("CALLBOARD_SIGN_IN__OIDC_CLIENT_ID", "house"),
        ("CALLBOARD_SIGN_IN__OIDC_CLIENT_SECRET", "s3cret"),
        ("CALLBOARD_SIGN_IN__OIDC_LABEL", "Example ID"),
    ];
    let oidc = Config::load(&env(&whole)).unwrap().sign_in.oidc.unwrap();
    assert_eq!((oidc.name.as_str(), oidc.label.as_str(), oidc.issuer.as_str()), ("oidc", "Example ID", "https://id.example.org/realm"));
    assert_eq!(oidc.scopes, ["email", "profile"]);
    for missing in 0..3 {
        let mut part = whole.to_vec();
        part.remove(missing);
        let said = Config::load(&env(&part)).unwrap_err().to_string();
        assert!(said.contains("sign_in.oidc_"), "{said}");
    }
    for (key, value) in [("OIDC_ISSUER", "http://id.example.org"), ("OIDC_NAME", "google"), ("GOOGLE_CLIENT_ID", "x")] {
        let key = format!("CALLBOARD_SIGN_IN__{key}");
        let mut wrong = whole.to_vec();
        wrong.retain(|(known, _)| *known != key);
        wrong.push((key.as_str(), value));
        assert!(Config::load(&env(&wrong)).is_err(), "{key}");
    }
}

#[test]
fn secrets_are_never_printed() {
    let secret = "postgres://u:hunter2@h/d";
    let config = Config::load(&env(&[("DATABASE_URL", secret), ("CALLBOARD_PAYMENTS__STRIPE_SECRET_KEY", "sk_test_hunter2")])).unwrap();
    assert_eq!(config.database.url.as_ref().unwrap().expose_secret(), secret);
    assert_eq!(config.database.direct_url.as_ref().unwrap().expose_secret(), secret);
    assert!(!format!("{config:?}").contains("hunter2"));
    let wrong = Config::load(&env(&[
        ("SMTP_URL", "ftp://u:hunter2@h"),
        ("CALLBOARD_KEYS__MASTER_KEY", "hunter2"),
        ("CALLBOARD_DATABASE__URL", "hunter2"),
    ]))
    .unwrap_err();
    assert_eq!(wrong.0.len(), 3, "{wrong}");
    assert!(!wrong.to_string().contains("hunter2"), "{wrong}");
    let (_dir, sources) = with_file("[payments]\nstripe_secret_key = \"sk_hunter2\nx = [");
    let wrong = Config::load(&sources).unwrap_err().to_string();
    assert!(wrong.contains("around line 3") && !wrong.contains("hunter2"), "{wrong}");
    let (_dir, sources) = with_file("[keys]\nmaster_key = [\"hunter2\"]\n");
    assert!(!Config::load(&sources).unwrap_err().to_string().contains("hunter2"));
}

#[test]
fn settings_that_do_not_go_together_are_refused() {
    for (pairs, key) in [
        (&[("CALLBOARD_SERVER__LISTEN", "0.0.0.0:80")][..], "server.listen"),
        (&[("CALLBOARD_SERVER__TLS_CERT", "c.pem")], "server.tls_key"),
        (&[("CALLBOARD_DATABASE__DIRECT_URL", "postgres://h/d")], "database.url"),
        (&[("CALLBOARD_PAYMENTS__PROVIDER", "stripe"), ("CALLBOARD_PAYMENTS__STRIPE_SECRET_KEY", "x")], "payments.stripe_webhook_secret"),
        (&[("SMTP_URL", "smtp://localhost:25")], "mail.from"),
        (&[("CALLBOARD_SERVER__PUBLIC_URL", "https://example.org/path")], "server.public_url"),
    ] {
        let ConfigErrors(problems) = Config::load(&env(pairs)).unwrap_err();
        assert_eq!(problems.iter().map(|p| p.key.as_str()).collect::<Vec<_>>(), [key]);
    }
    let open = [("CALLBOARD_SERVER__LISTEN", "0.0.0.0:80"), ("CALLBOARD_SERVER__BEHIND_PROXY", "true")];
    assert!(Config::load(&env(&open)).is_ok());
}

#[test]
fn a_bucket_needs_all_of_its_settings_and_the_wire_is_not_open() {
    let keys = |pairs: &[(&str, &str)]| {
        let ConfigErrors(problems) = Config::load(&env(pairs)).unwrap_err();
        problems.into_iter().map(|p| p.key).collect::<Vec<_>>()
    };
    assert_eq!(
        keys(&[("CALLBOARD_STORAGE__KIND", "s3")]),
        ["storage.s3_endpoint", "storage.s3_bucket", "storage.s3_access_key", "storage.s3_secret_key"]
    );
    assert_eq!(
        keys(&[
            ("CALLBOARD_STORAGE__KIND", "tape"),
            ("CALLBOARD_STORAGE__S3_ENDPOINT", "http://minio.example.org:9000"),
            ("CALLBOARD_STORAGE__S3_BUCKET", "Our Bucket"),
            ("CALLBOARD_STORAGE__S3_PATH_STYLE", "perhaps"),
        ]),
        ["storage.kind", "storage.s3_endpoint", "storage.s3_bucket", "storage.s3_path_style"]
    );
    let whole = [
        ("CALLBOARD_STORAGE__KIND", "s3"),
        ("CALLBOARD_STORAGE__S3_ENDPOINT", "http://127.0.0.1:9000"),
        ("CALLBOARD_STORAGE__S3_BUCKET", "callboard-files"),
        ("CALLBOARD_STORAGE__S3_ACCESS_KEY", "ours"),
        ("CALLBOARD_STORAGE__S3_SECRET_KEY", "hunter2"),
    ];
    let config = Config::load(&env(&whole)).unwrap();
    let Storage::S3(bucket) = &config.storage else { panic!("{:?}", config.storage) };
    assert_eq!((bucket.name.as_str(), bucket.region.as_str(), bucket.path_style), ("callboard-files", "us-east-1", true));
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn a_named_file_must_exist_and_the_usual_one_need_not() {
    let gone = std::path::PathBuf::from("/nonexistent/callboard.toml");
    assert!(Config::load(&Sources { file: Some((gone.clone(), false)), ..Sources::default() }).is_ok());
    assert!(Config::load(&Sources { file: Some((gone, true)), ..Sources::default() }).is_err());
}

#[test]
fn backups_keep_what_the_first_product_promised_and_nothing_half() {
    let config = Config::load(&Sources::default()).unwrap().backup;
    assert_eq!((config.database_days, config.files_days, config.log_days), (30, 90, 7));
    assert_eq!((config.folder, config.at.to_string()), (None, "03:30:00".to_owned()));
    let (_dir, sources) = with_file("[backup]\nfolder = \"backups\"\nat = \"half past three\"\n");
    let ConfigErrors(problems) = Config::load(&sources).unwrap_err();
    assert_eq!(problems.iter().map(|p| p.key.as_str()).collect::<Vec<_>>(), ["backup.folder", "backup.at"]);
    let (_dir, sources) = with_file("[backup]\nfiles_days = 20\n");
    let ConfigErrors(problems) = Config::load(&sources).unwrap_err();
    assert_eq!(problems.iter().map(|p| p.key.as_str()).collect::<Vec<_>>(), ["backup.files_days"]);
}
