//! Where the cluster may live, and who may be there.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

use platform_db::embedded::{Cluster, ClusterConfig, ClusterError, refuse_other_encodings};
use sqlx::{Connection, PgConnection};

use crate::house::{House, Other, connect, is_root, open_folder, wait_until};

#[tokio::test]
async fn data_below_a_private_home_is_refused_with_the_folder_and_the_way_out() {
    let house = House::new();
    let home = house.data.join("root");
    fs::create_dir_all(&home).unwrap();
    fs::set_permissions(&home, Permissions::from_mode(0o700)).unwrap();
    let config = ClusterConfig::fast_and_unsafe(home.join("x/checkout/data"));
    let started = Cluster::start(config).await;
    if !is_root() {
        // An ordinary account is at home there.
        return started.unwrap().stop().await.unwrap();
    }
    let error = started.unwrap_err();
    assert_eq!(error.code(), "cluster.not_traversable");
    let said = error.to_string();
    let (place, way_out) = (format!("may not enter {} (mode 0700, owner root", home.display()), format!("chmod o+x {}", home.display()));
    assert!(said.contains(&place) && said.contains(&way_out) && said.contains("--data-dir /var/lib/callboard"), "{said}");
    assert_eq!(fs::read_dir(&home).unwrap().count(), 0, "nothing is left in the home");
}

#[test]
fn an_account_that_may_not_pass_hears_which_folder_stops_it() {
    let house = House::new();
    let home = house.data.join("home");
    fs::create_dir_all(&home).unwrap();
    // Closed for the account that starts: somebody else's for root's child, anybody's otherwise.
    fs::set_permissions(&home, Permissions::from_mode(if is_root() { 0o700 } else { 0o600 })).unwrap();
    let mut server = Other::start("refused", &home.join("data"), &[]);
    let said = server.says("refused: ").unwrap();
    assert!(said.starts_with("cluster.not_traversable ") && said.contains(&format!("may not enter {} (mode 0", home.display())), "{said}");
    fs::set_permissions(&home, Permissions::from_mode(0o700)).unwrap();
}

/// What that child does.
pub async fn say_refusal(config: ClusterConfig) {
    if is_root() {
        nix::unistd::setuid(nix::unistd::Uid::from_raw(65_534)).unwrap();
    }
    let error = Cluster::start(config).await.unwrap_err();
    println!("refused: {} {error}", error.code());
}

#[tokio::test]
async fn a_path_of_120_characters_and_spaces_works() {
    let mut house = House::new();
    let folder = house.data.join("it's a \"long\" name");
    let missing = 120 - folder.as_os_str().len() - 1;
    house.data = folder.join("x".repeat(missing));
    assert_eq!(house.data.as_os_str().len(), 120);
    fs::create_dir_all(house.data.parent().unwrap()).unwrap();
    let open = Permissions::from_mode(0o711);
    for dir in [folder.parent().unwrap(), &folder] {
        fs::set_permissions(dir, open.clone()).unwrap();
    }
    let cluster = Cluster::start(house.unsafe_but_fast()).await.unwrap();
    assert!(cluster.socket_dir().join(".s.PGSQL.5432").as_os_str().len() <= 107);
    let by_url = PgConnection::connect(&cluster.url("callboard_admin", "postgres")).await.unwrap();
    by_url.close().await.unwrap();
    cluster.stop().await.unwrap();
    assert!(!cluster.socket_dir().exists(), "the socket's folder goes with the cluster");
}

#[tokio::test]
async fn a_socket_path_beyond_the_systems_limit_is_refused_before_anything_starts() {
    let house = House::new();
    let sockets = house.data.join("s".repeat(100));
    let error = Cluster::start(ClusterConfig { socket_dir: Some(sockets), ..house.unsafe_but_fast() }).await.unwrap_err();
    assert_eq!(error.code(), "cluster.socket_path_too_long");
}

#[test]
fn the_callers_locale_and_postgres_variables_do_not_matter() {
    for env in [&[][..], &[("LC_ALL", "POSIX"), ("LANG", "zz_ZZ"), ("PGDATA", "/nowhere"), ("PGPORT", "1")]] {
        let house = House::new();
        let mut server = Other::start("text", &house.data, env);
        assert_eq!(server.says("text: ").as_deref(), Some("UTF8 é 汉 é<汉"));
        assert!(server.process.wait().unwrap().success());
    }
}

/// What that child does.
pub async fn say_text(cluster: Cluster) {
    let mut conn = connect(&cluster).await;
    refuse_other_encodings(&mut conn).await.unwrap();
    let query = "select current_setting('server_encoding') || ' ' || lower('É') || ' ' ||
                 (regexp_match('1汉,', '[[:alpha:]]'))[1] || ' ' || (select string_agg(c, '<' order by c) from unnest('{汉,é}'::text[]) c)";
    let text: String = sqlx::query_scalar(query).fetch_one(&mut conn).await.unwrap();
    println!("text: {text}");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn databases_in_which_text_does_not_work_are_refused() {
    let house = House::new();
    let cluster = Cluster::start(house.unsafe_but_fast()).await.unwrap();
    let mut conn = connect(&cluster).await;
    for (name, made) in
        [("ascii", "encoding 'SQL_ASCII' locale 'C'"), ("latin", "encoding 'LATIN1' locale 'C'"), ("bare", "encoding 'UTF8' locale 'C'")]
    {
        let sql = format!("create database {name} template template0 {made}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut conn).await.unwrap();
        let mut other = PgConnection::connect_with(&cluster.admin_options(name)).await.unwrap();
        let error = refuse_other_encodings(&mut other).await.unwrap_err();
        assert!(matches!(&error, ClusterError::Encoding { database, .. } if database == name), "{error}");
        assert!(error.to_string().contains("--locale=C.UTF-8"), "{error}");
        other.close().await.unwrap();
    }
    refuse_other_encodings(&mut conn).await.unwrap();
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn one_data_directory_has_one_server() {
    let house = House::new();
    let cluster = Cluster::start(house.unsafe_but_fast()).await.unwrap();
    let said = Cluster::start(house.unsafe_but_fast()).await.unwrap_err().to_string();
    let holder = format!("(process {})", std::process::id());
    assert!(said.contains("in use by another server") && said.contains(&holder), "{said}");
    let mut conn = connect(&cluster).await;
    sqlx::query("select 1").execute(&mut conn).await.expect("the first server keeps its database");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_socket_folder_that_is_not_private_is_refused() {
    let house = House::new();
    let folder = open_folder();
    let at = |name: &str| folder.path().join(name);
    let make = |name: &str, mode: u32| {
        fs::create_dir(at(name)).unwrap();
        fs::set_permissions(at(name), Permissions::from_mode(mode)).unwrap();
    };
    make("open", 0o755);
    make("private", 0o700);
    symlink(at("private"), at("link")).unwrap();
    fs::write(at("file"), "").unwrap();
    let mut cases = vec![("open", "others may enter it (mode 0755)"), ("link", "not a folder"), ("file", "not a folder")];
    if is_root() {
        make("foreign", 0o700);
        chown(at("foreign"), Some(12_345), None).unwrap();
        cases.push(("foreign", "it belongs to `12345`"));
    }
    for (name, reason) in cases {
        let config = ClusterConfig { socket_dir: Some(at(name)), ..house.unsafe_but_fast() };
        let error = Cluster::start(config).await.unwrap_err();
        assert_eq!(error.code(), "cluster.foreign_socket_dir");
        assert!(error.to_string().contains(reason), "{name}: {error}");
    }
    let config = ClusterConfig { socket_dir: Some(at("private")), ..house.unsafe_but_fast() };
    let cluster = Cluster::start(config).await.unwrap();
    assert_eq!(cluster.socket_dir(), at("private"));
    cluster.stop().await.unwrap();
    assert!(at("private").exists(), "a folder that a person chose stays");
}

#[tokio::test]
async fn the_database_runs_apart_from_us_and_owns_only_its_own_folder() {
    let house = House::new();
    let cluster = Cluster::start(house.durable()).await.unwrap();
    let pid = house.postmaster();
    let group = nix::unistd::getpgid(Some(nix::unistd::Pid::from_raw(pid))).unwrap();
    assert_eq!(group.as_raw(), pid, "Ctrl-C in a terminal must not reach the database");
    let runs_as = fs::metadata(format!("/proc/{pid}")).unwrap().uid();
    let owner = |path: &std::path::Path| fs::metadata(path).unwrap().uid();
    assert_eq!(owner(&house.data.join("postgres")), runs_as);
    assert_eq!(owner(cluster.socket_dir()), runs_as);
    assert_eq!(owner(&house.data), nix::unistd::geteuid().as_raw(), "the master key's folder stays ours");
    assert!(runs_as != 0, "PostgreSQL must not be root");
    let mut conn = connect(&cluster).await;
    for (name, wanted) in [("fsync", "on"), ("wal_level", "logical"), ("listen_addresses", ""), ("data_checksums", "on"), ("jit", "off")] {
        let value: String = sqlx::query_scalar("select current_setting($1)").bind(name).fetch_one(&mut conn).await.unwrap();
        assert_eq!(value, wanted, "{name}");
    }
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_pid_file_that_names_a_stranger_does_not_stop_a_start() {
    let house = House::new();
    let cluster = Cluster::start(house.unsafe_but_fast()).await.unwrap();
    let old = fs::read_to_string(house.data.join("postgres/postmaster.pid")).unwrap();
    cluster.stop().await.unwrap();
    drop(cluster);
    // The number of the old postmaster now belongs to a process of the same account.
    let mut lines: Vec<String> = old.lines().map(str::to_owned).collect();
    lines[0] = std::process::id().to_string();
    fs::write(house.data.join("postgres/postmaster.pid"), lines.join("\n") + "\n").unwrap();
    let cluster = Cluster::start(house.unsafe_but_fast()).await.unwrap();
    assert!(!cluster.was_adopted());
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_database_left_running_with_other_settings_is_restarted() {
    let house = House::new();
    let first = Cluster::start(house.unsafe_but_fast()).await.unwrap();
    drop(first);
    let left = house.postmaster();
    let cluster = Cluster::start(house.durable()).await.unwrap();
    assert!(!cluster.was_adopted());
    wait_until(|| crate::house::has_ended(left));
    let mut conn = connect(&cluster).await;
    let fsync: String = sqlx::query_scalar("select current_setting('fsync')").fetch_one(&mut conn).await.unwrap();
    assert_eq!(fsync, "on", "real data must not run on a cluster that was started for tests");
    cluster.stop().await.unwrap();
}

/// Where PostgreSQL came with what counts statements, they are counted; where it did not, it starts all the same.
#[tokio::test]
async fn statements_are_counted_where_they_can_be() {
    let house = House::new();
    let cluster = Cluster::start(house.unsafe_but_fast()).await.unwrap();
    let mut conn = connect(&cluster).await;
    let loaded: String = sqlx::query_scalar("select current_setting('shared_preload_libraries')").fetch_one(&mut conn).await.unwrap();
    platform_db::statements::enable(&mut conn).await.unwrap();
    platform_db::statements::enable(&mut conn).await.unwrap();
    if loaded.contains("pg_stat_statements") {
        let counted: i64 =
            sqlx::query_scalar("select count(*) from pg_stat_statements where calls > 0").fetch_one(&mut conn).await.unwrap();
        assert!(counted > 0);
    }
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn data_of_another_major_version_is_not_touched() {
    let house = House::new();
    let cluster = Cluster::start(house.unsafe_but_fast()).await.unwrap();
    cluster.stop().await.unwrap();
    drop(cluster);
    fs::write(house.data.join("postgres/PG_VERSION"), "9\n").unwrap();
    let error = Cluster::start(house.unsafe_but_fast()).await.unwrap_err();
    assert_eq!(error.code(), "cluster.other_major");
    assert!(error.to_string().contains("made by PostgreSQL 9") && error.to_string().contains("pg_upgrade"), "{error}");
}
