//! What a route says of itself in the API's document: in one place with its method, path and access, so that none is forgotten.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use crate::{Code, FieldFault};

/// Makes the schema of a Rust type; named types become components.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// JSON.
pub const JSON: &str = "application/json";
/// Fields of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// A chapter of the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its heading.
    pub name: &'static str,
    /// What is in it.
    pub about: &'static str,
}

/// What one status means, and what comes with it.
#[derive(Clone, Debug)]
pub struct AnswerDoc {
    pub(crate) status: u16,
    pub(crate) about: &'static str,
    pub(crate) body: Option<(&'static str, SchemaOf)>,
    pub(crate) headers: Vec<(&'static str, &'static str)>,
    pub(crate) example: Option<fn() -> Value>,
}

impl AnswerDoc {
    /// An answer with a JSON body of this type.
    pub fn json<T: JsonSchema>(status: u16, about: &'static str) -> Self {
        Self { status, about, body: Some((JSON, |generator| generator.subschema_for::<T>())), headers: Vec::new(), example: None }
    }

    /// An answer without a body.
    pub fn empty(status: u16, about: &'static str) -> Self {
        Self { status, about, body: None, headers: Vec::new(), example: None }
    }

    /// An answer with a text of this media type.
    pub fn text(status: u16, media: &'static str, about: &'static str) -> Self {
        Self { status, about, body: Some((media, |generator| generator.subschema_for::<String>())), headers: Vec::new(), example: None }
    }

    /// With a header that is worth knowing.
    #[must_use]
    pub fn header(mut self, name: &'static str, about: &'static str) -> Self {
        self.headers.push((name, about));
        self
    }

    /// As it looks.
    #[must_use]
    pub fn example(mut self, example: fn() -> Value) -> Self {
        self.example = Some(example);
        self
    }
}

/// The body of a request.
#[derive(Clone, Debug)]
pub(crate) struct BodyDoc {
    pub media: &'static str,
    pub schema: SchemaOf,
    pub example: Option<fn() -> Value>,
}

/// The description of one operation. What the chain around every handler reads and refuses is added from the route itself.
#[derive(Clone, Debug)]
pub struct Describe {
    pub(crate) tag: Tag,
    pub(crate) summary: &'static str,
    pub(crate) about: &'static str,
    pub(crate) path: Vec<(&'static str, SchemaOf, &'static str)>,
    pub(crate) query: Option<SchemaOf>,
    pub(crate) body: Option<BodyDoc>,
    pub(crate) conditional: bool,
    pub(crate) answers: Vec<AnswerDoc>,
    pub(crate) refusals: Vec<Code>,
    pub(crate) accept_json: bool,
}

impl Describe {
    /// `summary` in a few words, `about` in sentences.
    pub fn new(tag: Tag, summary: &'static str, about: &'static str) -> Self {
        Self {
            tag,
            summary,
            about,
            path: Vec::new(),
            query: None,
            body: None,
            conditional: false,
            answers: Vec::new(),
            refusals: Vec::new(),
            accept_json: false,
        }
    }

    /// A parameter of the path, of this type.
    #[must_use]
    pub fn path<T: JsonSchema>(mut self, name: &'static str, about: &'static str) -> Self {
        self.path.push((name, |generator| generator.subschema_for::<T>(), about));
        self
    }

    /// The query's parameters: the fields of this type.
    #[must_use]
    pub fn query<T: JsonSchema>(mut self) -> Self {
        self.query = Some(T::json_schema);
        self
    }

    /// Reads a JSON body of this type.
    #[must_use]
    pub fn body<T: JsonSchema>(mut self) -> Self {
        self.body = Some(BodyDoc { media: JSON, schema: |generator| generator.subschema_for::<T>(), example: None });
        self
    }

    /// As the body looks.
    #[must_use]
    pub fn example(mut self, example: fn() -> Value) -> Self {
        if let Some(body) = &mut self.body {
            body.example = Some(example);
        }
        self
    }

    /// Reads `If-Match` (RFC 9110, section 13.1.1).
    #[must_use]
    pub fn if_match(mut self) -> Self {
        self.conditional = true;
        self
    }

    /// Answers programs as documented only where they ask for JSON: people get a page.
    #[must_use]
    pub fn for_json(mut self) -> Self {
        self.accept_json = true;
        self
    }

    /// An answer.
    #[must_use]
    pub fn answers(mut self, answer: AnswerDoc) -> Self {
        self.answers.push(answer);
        self
    }

    /// A refusal besides those of the chain.
    #[must_use]
    pub fn refuses(mut self, codes: impl IntoIterator<Item = Code>) -> Self {
        self.refusals.extend(codes);
        self
    }
}

/// A refusal, as RFC 9457 has it, with our code, fields and request number.
#[derive(Debug, serde::Serialize, JsonSchema)]
pub struct Problem {
    /// Leads to the code's description.
    #[schemars(rename = "type")]
    pub kind: String,
    /// What the code means, in a sentence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Stable; see the list of all codes.
    pub code: String,
    /// What happened and what to do, as precisely as it is known.
    pub message: String,
    /// The same as `message`, where it says more than `title`.
    #[schemars(default)]
    pub detail: Option<String>,
    /// Names the request to whoever you ask for help.
    pub request_id: String,
    /// Every field that is wrong, and what would be right.
    #[schemars(default)]
    pub fields: Vec<FieldFault>,
}
