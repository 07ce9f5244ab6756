//! Reading requests; what cannot be read is a fault that names the field.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header;
use axum::http::request::Parts;
use platform_texts::t;
use serde::de::{DeserializeOwned, Deserializer, Error as _, IgnoredAny, Visitor};
use serde_path_to_error::Path as Place;

use crate::{Fault, FieldFault, code};

/// Path parameters.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        // An id of the wrong shape names nothing: the same answer as for one that does not exist.
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(Fault::not_found()),
        }
    }
}

/// Query parameters.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let raw = parts.uri.query().unwrap_or_default();
        let fields = serde_urlencoded::Deserializer::new(form_urlencoded::parse(raw.as_bytes()));
        serde_path_to_error::deserialize(fields).map(Self).map_err(|e| {
            let (field, sentence) = named(e.path(), &e.inner().to_string());
            Fault::new(code::http::BAD_PARAMETER).with_detail(t!("input-shape", field = field, why = sentence))
        })
    }
}

/// A body of form fields or JSON, whichever was sent.
///
/// Empty form fields count as absent, so that `Option` means what it says.
#[derive(Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Fault;
    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        read_form(request, state, |value| !value.is_empty()).await.map(Self)
    }
}

/// As [`Form`], with the fields that were sent empty: where a field that was cleared says something else than one that was not there.
#[derive(Debug)]
pub struct FormAsSent<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for FormAsSent<T> {
    type Rejection = Fault;
    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        read_form(request, state, |_| true).await.map(Self)
    }
}

/// Form fields whose value counts, or JSON.
async fn read_form<T: DeserializeOwned, S: Send + Sync>(request: Request, state: &S, counts: fn(&str) -> bool) -> Result<T, Fault> {
    if is_json(&request) {
        return Json::from_request(request, state).await.map(|Json(value)| value);
    }
    if !content_type(&request).starts_with("application/x-www-form-urlencoded") && !content_type(&request).is_empty() {
        return Err(Fault::new(code::http::UNREADABLE));
    }
    let bytes = body(request, state).await?;
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_bytes(&bytes).map_err(|e| Fault::new(code::http::UNREADABLE).with_context(e))?;
    let given: Vec<&(String, String)> = pairs.iter().filter(|(_, value)| counts(value)).collect();
    let encoded = serde_urlencoded::to_string(given).map_err(Fault::internal)?;
    let fields = serde_urlencoded::Deserializer::new(form_urlencoded::parse(encoded.as_bytes()));
    serde_path_to_error::deserialize(fields).map_err(|e| shape(e.path(), &e.inner().to_string()))
}

/// A body that is read by one shape from a form, by another from JSON.
#[derive(Debug)]
pub enum FormOrJson<F, J> {
    /// Form fields.
    Form(F),
    /// JSON.
    Json(J),
}

impl<F: DeserializeOwned, J: DeserializeOwned, S: Send + Sync> FromRequest<S> for FormOrJson<F, J> {
    type Rejection = Fault;
    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        if is_json(&request) {
            return Json::from_request(request, state).await.map(|Json(value)| Self::Json(value));
        }
        Form::from_request(request, state).await.map(|Form(value)| Self::Form(value))
    }
}

/// A JSON body.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Fault;
    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        if !is_json(&request) {
            return Err(Fault::new(code::http::UNREADABLE).with_detail(t!("input-send-json")));
        }
        let bytes = body(request, state).await?;
        let fields = fields_of::<T>();
        // A list with the right values in the right order would be read as the object.
        let is_list = bytes.trim_ascii_start().starts_with(b"[") && serde_json::from_slice::<IgnoredAny>(&bytes).is_ok();
        if is_list && !fields.is_empty() {
            return Err(no_object(fields));
        }
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let unreadable = |e: &serde_json::Error| Fault::new(code::http::UNREADABLE).with_detail(t!("input-not-json", why = e.to_string()));
        let value = serde_path_to_error::deserialize(&mut json).map_err(|e| match e.inner().classify() {
            serde_json::error::Category::Data if e.inner().to_string().contains(", expected struct ") && is_whole(e.path()) => {
                no_object(fields)
            }
            serde_json::error::Category::Data => shape(e.path(), &e.inner().to_string()),
            _ => unreadable(e.inner()),
        })?;
        json.end().map_err(|e| unreadable(&e))?;
        Ok(Self(value))
    }
}

fn content_type(request: &Request) -> &str {
    request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("")
}

fn is_json(request: &Request) -> bool {
    content_type(request).starts_with("application/json")
}

async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<bytes::Bytes, Fault> {
    bytes::Bytes::from_request(request, state).await.map_err(|rejection| {
        if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Fault::new(code::http::TOO_LARGE)
        } else {
            Fault::new(code::http::UNREADABLE).with_context(rejection.body_text())
        }
    })
}

/// The fields of the object that this shape is read from; none of a shape that says itself what it expects.
fn fields_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut fields: &'static [&'static str] = &[];
    // It is asked what it would read, and given nothing.
    let _ = T::deserialize(AskForFields(&mut fields));
    fields
}

/// Hears which fields are asked for.
struct AskForFields<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for AskForFields<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::custom("nothing is here"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq
        tuple tuple_struct map enum identifier ignored_any
    }
}

/// The body is something else than the object that it should be.
fn no_object(fields: &[&str]) -> Fault {
    let inside: Vec<String> = fields.iter().map(|field| format!("\"{field}\": …")).collect();
    let message = t!("input-object", example = format!("{{{}}}", inside.join(", "))).into_owned();
    Fault::new(code::http::INVALID).with_fields(vec![FieldFault { field: "body".to_owned(), message }])
}

/// Whether this is no place within the body, but all of it.
fn is_whole(path: &Place) -> bool {
    path.to_string() == "."
}

fn shape(path: &Place, message: &str) -> Fault {
    let (field, message) = named(path, message);
    Fault::new(code::http::INVALID).with_fields(vec![FieldFault { field, message }])
}

/// Where it is wrong, and what is. serde names a field that is missing or unknown in backquotes, any other by its path.
fn named(path: &Place, message: &str) -> (String, String) {
    let message = message.split(" at line ").next().unwrap_or_default();
    let place = path.to_string();
    let place = if place == "." { "" } else { place.as_str() };
    let quoted = ["missing field", "unknown field", "duplicate field"].iter().any(|start| message.starts_with(start));
    let field = match message.split('`').nth(1).filter(|_| quoted) {
        Some(name) if place.is_empty() => name.to_owned(),
        Some(name) if place == name || place.ends_with(&format!(".{name}")) => place.to_owned(),
        Some(name) => format!("{place}.{name}"),
        None if place.is_empty() => "body".to_owned(),
        None => place.to_owned(),
    };
    let sentence = match message {
        m if m.starts_with("missing field") => t!("input-needed").into_owned(),
        m if m.starts_with("duplicate field") => t!("input-once").into_owned(),
        // Rust's words for a text that is no number.
        m if ["invalid digit", "cannot parse integer", "number too"].iter().any(|start| m.starts_with(start)) => {
            t!("input-whole-number").into_owned()
        }
        other => in_words_of_json(other),
    };
    (field, sentence)
}

/// serde's sentence about the shape of a program's JSON, with the words of JSON in place of those of Rust.
fn in_words_of_json(message: &str) -> String {
    let Some((found, expected)) = message.rsplit_once(", expected ") else { return message.to_owned() };
    let found = match found {
        "invalid type: sequence" => "invalid type: list",
        "invalid type: map" => "invalid type: object",
        other => other,
    };
    let expected = match expected {
        "a sequence" => "a list",
        "a map" => "an object",
        "a boolean" => "true or false",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        it if it.starts_with("struct ") => "an object",
        it if it.starts_with("tuple ") => "a list",
        it if it.starts_with("enum ") => "one of the documented words",
        other => other,
    };
    format!("{found}, expected {expected}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Item {
        #[expect(dead_code, reason = "only its shape is looked at")]
        quantity: u32,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Body {
        #[expect(dead_code, reason = "only its shape is looked at")]
        email: String,
        #[serde(default)]
        #[expect(dead_code, reason = "only its shape is looked at")]
        items: Vec<Item>,
    }

    async fn wrong(body: &str) -> (String, String) {
        let request = Request::post("/").header("content-type", "application/json").body(body.to_owned().into()).unwrap();
        let fault = Json::<Body>::from_request(request, &()).await.unwrap_err();
        let field = fault.fields().first().expect("a field").clone();
        (field.field, field.message)
    }

    #[tokio::test]
    async fn what_is_wrong_is_named_by_its_place() {
        assert_eq!(wrong(r#"{"email": 5}"#).await, ("email".into(), "invalid type: integer `5`, expected a string".into()));
        assert_eq!(wrong("{}").await, ("email".into(), "this is needed".into()));
        let (field, message) = wrong(r#"{"email": "a", "items": [{"quantity": 1}, {"quantity": -1}]}"#).await;
        assert_eq!(field, "items[1].quantity");
        assert!(message.contains("-1"), "{message}");
        assert_eq!(wrong(r#"{"email": "a", "items": [{}]}"#).await.0, "items[0].quantity");
        assert_eq!(wrong(r#"{"email": "a", "items": [{"quantity": 1, "price": 2}]}"#).await.0, "items[0].price");
        assert_eq!(wrong("[]").await.0, "body");
        assert_eq!(wrong(r#"{"email": "a", "items": {}}"#).await, ("items".into(), "invalid type: object, expected a list".into()));
        assert_eq!(
            wrong(r#"{"email": "a", "items": [5]}"#).await,
            ("items[0]".into(), "invalid type: integer `5`, expected an object".into())
        );
        let minus = wrong(r#"{"email": "a", "items": [{"quantity": -1}]}"#).await.1;
        assert_eq!(minus, "invalid value: integer `-1`, expected a whole number, 0 or more");
    }

    #[tokio::test]
    async fn a_body_that_is_no_object_is_told_what_the_object_holds() {
        // The last one holds the right values in the right order.
        for body in ["[]", "5", r#""x""#, "null", r#"["ada@example.org", []]"#] {
            let (field, message) = wrong(body).await;
            assert_eq!((field.as_str(), message.as_str()), ("body", r#"send an object: {"email": …, "items": …}"#), "{body}");
        }
    }

    #[tokio::test]
    async fn a_field_that_was_cleared_is_told_from_one_that_was_not_sent() {
        use std::collections::BTreeMap;
        let sent = || Request::post("/").header("content-type", "application/x-www-form-urlencoded").body("code=&name=Mei".into()).unwrap();
        let FormAsSent(all) = FormAsSent::<BTreeMap<String, String>>::from_request(sent(), &()).await.unwrap();
        assert_eq!((all.get("code").map(String::as_str), all.get("other")), (Some(""), None));
        let Form(given) = Form::<BTreeMap<String, String>>::from_request(sent(), &()).await.unwrap();
        assert_eq!(given.keys().collect::<Vec<_>>(), ["name"]);
    }

    #[tokio::test]
    async fn what_is_no_json_says_so() {
        for body in ["", "{", r#"{"email": "a"} x"#] {
            let request = Request::post("/").header("content-type", "application/json").body(body.to_owned().into()).unwrap();
            let fault = Json::<Body>::from_request(request, &()).await.unwrap_err();
            assert_eq!(fault.code(), code::http::UNREADABLE, "{body}");
        }
    }
}
