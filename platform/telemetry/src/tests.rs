use std::sync::{Arc, Mutex};

use platform_types::{Actor, EmailAddress, GuestId, PersonName, SecretString};

use super::*;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn logged(format: Format, work: impl FnOnce()) -> String {
    let lines = Lines::default();
    let subscriber = subscriber(format, "debug", lines.clone()).unwrap();
    tracing::subscriber::with_default(subscriber, work);
    let bytes = lines.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn no_line_carries_a_secret_or_a_person() {
    for format in [Format::Json, Format::Pretty] {
        let text = logged(format, || {
            let email: EmailAddress = "ada.lovelace@example.org".parse().unwrap();
            let name: PersonName = "Ada Lovelace".parse().unwrap();
            let secret = SecretString::from("hunter2".to_owned());
            let mut actor = Actor::guest(GuestId(uuid_of(7)));
            actor.ip = Some("203.0.113.77".parse().unwrap());
            let span = tracing::info_span!("request", who = %email, from = %"198.51.100.23:5555");
            let _in = span.enter();
            // Both ways to print, in fields and in the message.
            tracing::info!(%email, ?name, ?secret, ?actor, debug = ?email, "mail to {email} of {actor:?} <{email}>");
            tracing::warn!(url = "postgres://callboard:hunter2@db.example.org/x", "see https://h/reset?token=hunter2&lang=de");
            tracing::warn!(
                header = "Bearer hunter2hunter2hunter2",
                cookie = "cookie=hunter2",
                jwt = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJodW50ZXIyIn0.c2lnbmF0dXJl"
            );
            tracing::info!(token = "hunter2", password = %"hunter2", "https://h/confirm?code=hunter2");
            tracing::error!(
                code = "order.sold_out",
                error = "550 5.1.1 <ada.lovelace@example.org>: no such user; key sk_live_hunter2hunter2"
            );
        });
        for raw in ["ada.lovelace", "Lovelace", "hunter2", "203.0.113.77", "198.51.100.23", "eyJhbGci"] {
            assert!(!text.contains(raw), "{raw} is in {text}");
        }
        for kept in ["a…@example.org", "203.0.x.x", "lang=de", "db.example.org", "5.1.1", "mail to", "order.sold_out"] {
            assert!(text.contains(kept), "{kept} is missing in {text}");
        }
    }
}

#[test]
fn json_is_one_object_a_line_with_queryable_fields() {
    let text = logged(Format::Json, || {
        tracing::info!(order = 7, email = %"x@example.org", "order “paid”");
        tracing::info!("second\nline");
    });
    let lines: Vec<serde_json::Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (lines[0]["order"].as_i64(), lines[0]["message"].as_str(), lines[0]["email"].as_str()),
        (Some(7), Some("order “paid”"), Some("x…@example.org"))
    );
}

#[test]
fn what_is_no_secret_stays_readable() {
    for line in [
        "listening on http://127.0.0.1:8080 and [::1]:8080",
        "platform_db::doors: took 12:34:56.789, 3@once",
        "GET /events/019a-x?page=2 200",
        "basic settings, token bucket, version 15.18",
        "postgres at 10.0.0.5:5432",
        "größe=5 名前 \u{1F3AB}",
    ] {
        assert_eq!(redact(line), line);
    }
}

#[test]
fn metrics_are_rendered_for_prometheus() {
    let metrics = Metrics::install().unwrap();
    let again = Metrics::install().unwrap();
    ::metrics::counter!("callboard_test_things_total", "kind" => "a").increment(2);
    ::metrics::histogram!("callboard_test_seconds").record(0.03);
    let text = metrics.render();
    assert!(text.contains("callboard_test_things_total{kind=\"a\"} 2"), "{text}");
    assert!(text.contains("callboard_test_seconds_bucket{le=\"0.05\"} 1"), "{text}");
    assert!(again.render().contains("callboard_test_things_total"));
}

fn uuid_of(n: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(n)
}

#[test]
fn a_value_that_is_called_like_a_secret_leaves_the_line_whole() {
    let line = r#"{"http.route":"auth_v1.token","http.status":200,"token":"s3cr3t","next":"password"}"#;
    let redacted = redact(line);
    let read: serde_json::Value = serde_json::from_str(&redacted).unwrap_or_else(|e| panic!("{e}: {redacted}"));
    assert_eq!((&read["http.route"], &read["http.status"], &read["next"]), (&"auth_v1.token".into(), &200.into(), &"password".into()));
    assert!(!redacted.contains("s3cr3t"));
    assert!(!redact(r#"token="s3cr3t" next"#).contains("s3cr3t"));
}
