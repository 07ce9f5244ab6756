//! Nothing committed is lost, whoever dies.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use platform_db::embedded::{Cluster, ClusterState};

use crate::house::{House, Other, connect, has_ended, wait_until};

const TABLE: &str = "create table if not exists rows (id bigint primary key)";

/// What the killed server does: commits rows and says so, for ever.
pub async fn write_for_ever(cluster: &Cluster) {
    let mut conn = connect(cluster).await;
    sqlx::raw_sql(TABLE).execute(&mut conn).await.unwrap();
    let next = "insert into rows select coalesce(max(id), 0) + 1 from rows returning id";
    loop {
        let id: i64 = sqlx::query_scalar(next).fetch_one(&mut conn).await.unwrap();
        println!("committed {id}");
    }
}

async fn newest(cluster: &Cluster) -> i64 {
    let mut conn = connect(cluster).await;
    sqlx::query_scalar("select max(id) from rows").fetch_one(&mut conn).await.unwrap()
}

fn read_until(other: &mut Other, wanted: i64) -> i64 {
    loop {
        let id: i64 = other.says("committed ").expect("the other server writes").parse().unwrap();
        if id >= wanted {
            return id;
        }
    }
}

#[tokio::test]
async fn a_server_that_was_killed_finds_its_database_again() {
    let house = House::new();
    let mut server = Other::start("write", &house.data, &[]);
    let committed = read_until(&mut server, 50);
    server.kill();
    let left = house.postmaster();

    let cluster = Cluster::start(house.durable()).await.unwrap();
    assert!(cluster.was_adopted());
    assert_eq!(*cluster.watch().borrow(), ClusterState::Running { pid: left });
    assert!(newest(&cluster).await >= committed);
    cluster.stop().await.unwrap();
    assert!(has_ended(left), "an adopted postmaster is stopped like one of our own");
}

#[tokio::test]
async fn a_power_cut_loses_nothing_committed() {
    let house = House::new();
    let mut server = Other::start("write", &house.data, &[]);
    let committed = read_until(&mut server, 50);
    let left = house.postmaster();
    // A session that computes does not notice that its postmaster is gone, and keeps its memory.
    let busy = "select count(*) from generate_series(1, 5000000)";
    let mut session = house.connect_beside().await;
    let computing = tokio::spawn(async move { sqlx::query(busy).execute(&mut session).await.map(|_| ()) });
    house.wait_for_session(busy).await;
    kill(Pid::from_raw(left), Signal::SIGKILL).unwrap();
    server.kill();
    wait_until(|| has_ended(left));

    let cluster = Cluster::start(house.durable()).await.unwrap();
    assert!(!cluster.was_adopted());
    assert!(newest(&cluster).await >= committed);
    let _ = computing.await.unwrap();
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_stop_under_load_keeps_every_answer_it_gave() {
    let house = House::new();
    let cluster = Cluster::start(house.durable()).await.unwrap();
    sqlx::raw_sql(TABLE).execute(&mut connect(&cluster).await).await.unwrap();
    let (next, acknowledged) = (Arc::new(AtomicI64::new(1)), Arc::new(Mutex::new(Vec::new())));
    let mut writers = Vec::new();
    for _ in 0..8 {
        let (mut conn, next, acknowledged) = (connect(&cluster).await, next.clone(), acknowledged.clone());
        writers.push(tokio::spawn(async move {
            loop {
                let id = next.fetch_add(1, Ordering::SeqCst);
                if sqlx::query("insert into rows values ($1)").bind(id).execute(&mut conn).await.is_err() {
                    return;
                }
                acknowledged.lock().unwrap().push(id);
            }
        }));
    }
    while acknowledged.lock().unwrap().len() < 200 {
        tokio::task::yield_now().await;
    }
    let since = Instant::now();
    cluster.stop().await.unwrap();
    assert!(since.elapsed() < Duration::from_secs(20), "took {:?}", since.elapsed());
    for writer in writers {
        writer.await.unwrap();
    }
    drop(cluster);

    let cluster = Cluster::start(house.durable()).await.unwrap();
    let acknowledged = acknowledged.lock().unwrap().clone();
    let query = "select count(*) from unnest($1::bigint[]) as id where not exists (select from rows r where r.id = id)";
    let lost: i64 = sqlx::query_scalar(query).bind(&acknowledged).fetch_one(&mut connect(&cluster).await).await.unwrap();
    assert_eq!(lost, 0, "of {} acknowledged", acknowledged.len());
    let log = std::fs::read_to_string(cluster.log()).unwrap();
    assert!(!log.contains("not properly shut down"), "{log}");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_postmaster_that_died_or_lost_its_socket_is_started_again_until_we_stop() {
    let house = House::new();
    let cluster = Cluster::start(house.durable()).await.unwrap();
    let mut conn = connect(&cluster).await;
    sqlx::raw_sql("create table rows (id bigint); insert into rows values (7)").execute(&mut conn).await.unwrap();
    let watcher = tokio::spawn({
        let cluster = cluster.clone();
        async move { cluster.supervise().await }
    });
    let first = house.postmaster();
    let mut state = cluster.watch();
    // Sessions are open and one is busy: its memory outlives the postmaster for a while.
    let busy = tokio::spawn(async move { sqlx::query("select pg_sleep(1)").execute(&mut conn).await.map(|_| ()) });
    kill(Pid::from_raw(first), Signal::SIGKILL).unwrap();
    let again = |s: &ClusterState| matches!(s, ClusterState::Running { pid } if *pid != first);
    tokio::time::timeout(Duration::from_mins(1), state.wait_for(again)).await.unwrap().unwrap();
    assert_eq!(newest(&cluster).await, 7);
    let _ = busy.await.unwrap();

    // A cleaner sweeps the socket away: alive, but out of reach.
    let second = house.postmaster();
    std::fs::remove_dir_all(cluster.socket_dir()).unwrap();
    let again = |s: &ClusterState| matches!(s, ClusterState::Running { pid } if *pid != second);
    tokio::time::timeout(Duration::from_mins(1), state.wait_for(again)).await.unwrap().unwrap();
    assert_eq!(newest(&cluster).await, 7);

    let third = house.postmaster();
    cluster.stop().await.unwrap();
    tokio::time::timeout(Duration::from_secs(10), watcher).await.expect("supervise returns").unwrap();
    assert!(has_ended(third));
    assert_eq!(*cluster.watch().borrow(), ClusterState::Stopped);
}

#[tokio::test]
async fn a_commit_waits_for_its_reader_and_for_nobody_once_the_server_is_another() {
    let house = House::new();
    let cluster = Cluster::start(house.durable()).await.unwrap();
    cluster.commits_wait_for(Some("a_reader_that_is_away")).await.unwrap();
    let statement = "create table waits (id int)";
    let commit = async |cluster: &Cluster| {
        let mut conn = connect(cluster).await;
        tokio::spawn(async move { sqlx::raw_sql(statement).execute(&mut conn).await.map(drop) })
    };
    let waiting = "select exists (select from pg_stat_activity where query = $1 and wait_event = 'SyncRep')";
    let until_it_waits = async || {
        let mut beside = house.connect_beside().await;
        while !sqlx::query_scalar::<_, bool>(waiting).bind(statement).fetch_one(&mut beside).await.unwrap() {
            tokio::task::yield_now().await;
        }
    };
    let first = commit(&cluster).await;
    until_it_waits().await;
    cluster.commits_wait_for(None).await.unwrap();
    first.await.unwrap().unwrap();

    // The server is killed while its commits wait; the next one adopts the database and waits for nobody.
    cluster.commits_wait_for(Some("a_reader_that_is_away")).await.unwrap();
    drop(cluster);
    let cluster = Cluster::start(house.durable()).await.unwrap();
    assert!(cluster.was_adopted());
    let mut conn = connect(&cluster).await;
    sqlx::raw_sql("insert into waits values (1)").execute(&mut conn).await.unwrap();
    cluster.stop().await.unwrap();
}
