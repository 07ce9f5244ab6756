//! JSON Schema as people read it: a table of fields.

use maud::{Markup, html};
use platform_ui::{Column, Table};
use serde_json::{Map, Value};

/// `code` in backquotes becomes code; blank lines part paragraphs.
pub(super) fn prose(text: &str) -> Markup {
    html! { @for part in text.split("\n\n").filter(|part| !part.is_empty()) { p { (line(part)) } } }
}

/// The same within a line.
pub(super) fn line(text: &str) -> Markup {
    html! { @for (n, part) in text.split('`').enumerate() { @if n % 2 == 1 { code { (part) } } @else { (part) } } }
}

/// The name of a component that a schema refers to.
fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// What a value is, in a few words; names lead to their tables.
pub(super) fn kind(schema: &Value) -> Markup {
    if let Some(name) = reference(schema) {
        return html! { a href={ "#schema-" (name) } { (name) } };
    }
    if let Some(all) = schema["enum"].as_array().filter(|all| all.len() <= 12) {
        return html! { @for (n, one) in all.iter().enumerate() { @if n > 0 { " or " } code { (word(one)) } } };
    }
    if let Some(only) = schema.get("const") {
        return html! { code { (word(only)) } };
    }
    for several in ["anyOf", "oneOf", "allOf"] {
        if let Some(all) = schema[several].as_array() {
            return html! { @for (n, one) in all.iter().enumerate() { @if n > 0 { " or " } (kind(one)) } };
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    html! {
        @for (n, one) in types.iter().enumerate() {
            @if n > 0 { " or " }
            @match *one {
                "array" => { "list of " (kind(&schema["items"])) }
                "object" if schema["additionalProperties"].is_object() => { "texts by name" }
                "string" => { (format(schema).unwrap_or("text")) }
                "integer" => "whole number",
                "number" => "number",
                "boolean" => { "true or false" }
                other => (other),
            }
        }
        @if types.is_empty() { "anything" }
    }
}

fn format(schema: &Value) -> Option<&str> {
    Some(match schema["format"].as_str()? {
        "date-time" => "time",
        "date" => "day",
        "uuid" => "id",
        _ => return None,
    })
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The fields of an object, those of what it is made of included.
pub(super) fn fields(schema: &Value, all: &Map<String, Value>) -> Vec<(String, Value, bool)> {
    let mut found = Vec::new();
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        found.push((name.clone(), field.clone(), required.contains(&name.as_str())));
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        let part = reference(part).and_then(|name| all.get(name)).unwrap_or(part);
        found.extend(fields(part, all));
    }
    found
}

/// A component's table, to which its name leads.
pub(super) fn component(name: &str, schema: &Value, all: &Map<String, Value>) -> Markup {
    let fields = fields(schema, all);
    html! {
        section class="stack" id={ "schema-" (name) } {
            h3 { code { (name) } }
            @if let Some(about) = schema["description"].as_str() { (prose(about)) }
            @if fields.is_empty() {
                @if let Some(choices) = schema["oneOf"].as_array() {
                    (Table::new(name, vec![Column::new("Value"), Column::prose("Meaning")]).rows(choices.iter().map(|one| {
                        vec![kind(one), line(one["description"].as_str().unwrap_or_default())]
                    })))
                } @else { p { (kind(schema)) } }
            } @else { (table(name, &fields)) }
        }
    }
}

/// Names, kinds and meanings.
pub(super) fn table(caption: &str, fields: &[(String, Value, bool)]) -> Table {
    let columns = vec![Column::new("Name"), Column::new("Kind"), Column::prose("Meaning")];
    Table::new(caption, columns).rows(fields.iter().map(|(name, field, needed)| {
        vec![
            html! { code { (name) } @if *needed { " " span class="muted small" { "needed" } } },
            kind(field),
            line(&field["description"].as_str().unwrap_or_default().replace('\n', " ")),
        ]
    }))
}
