//! What the house tells its operators: log lines and metrics.
//!
//! Owns no table. Rules: one JSON object a line on standard error (pretty on a terminal), message
//! readable *and* fields queryable; **no line carries a secret or personal data**. Types do the
//! first half (`SecretString`, `EmailAddress` and `PersonName` print masked); [`redact`] does the
//! second, on every finished line, because a `Display` slips in easily. Labels of metrics are
//! bounded: a route's pattern, never its path.

mod metrics;
mod redact;

use std::io::{self, IsTerminal, Write};

use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::{EnvFilter, Layer, Registry, layer::SubscriberExt};

pub use metrics::{Metrics, MetricsError};
pub use redact::redact;

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One object a line.
    Json,
    /// For people.
    Pretty,
}

impl Format {
    /// Pretty where a person looks at standard error, JSON elsewhere.
    pub fn detect() -> Self {
        if io::stderr().is_terminal() { Self::Pretty } else { Self::Json }
    }
}

/// Why logging could not be started.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The directives are no directives.
    #[error("log.level “{0}” is not a list of levels like info,platform_db=debug")]
    Directives(String),
    /// Something else logs already.
    #[error("logging was started twice")]
    Twice,
}

/// Starts logging to standard error for the whole process. Called by the composition root, once.
pub fn init(format: Format, directives: &str) -> Result<(), TelemetryError> {
    let subscriber = subscriber(format, directives, io::stderr)?;
    tracing::subscriber::set_global_default(subscriber).map_err(|_| TelemetryError::Twice)
}

/// A subscriber that writes redacted lines to `writer`.
pub fn subscriber<W>(format: Format, directives: &str, writer: W) -> Result<impl tracing::Subscriber + Send + Sync, TelemetryError>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(directives).map_err(|_| TelemetryError::Directives(directives.to_owned()))?;
    let writer = Redacting(writer);
    let layer: Box<dyn Layer<Registry> + Send + Sync> = match format {
        Format::Json => tracing_subscriber::fmt::layer()
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .with_writer(writer)
            .boxed(),
        Format::Pretty => tracing_subscriber::fmt::layer().compact().with_ansi(false).with_writer(writer).boxed(),
    };
    Ok(Registry::default().with(layer.with_filter(filter)))
}

/// Passes every line through [`redact`].
struct Redacting<W>(W);

impl<'a, W: MakeWriter<'a>> MakeWriter<'a> for Redacting<W> {
    type Writer = RedactingWriter<W::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        RedactingWriter { inner: self.0.make_writer(), line: Vec::new() }
    }
}

/// The formatter writes an event in one piece or in several; it is redacted as a whole when the writer is dropped.
struct RedactingWriter<W: Write> {
    inner: W,
    line: Vec<u8>,
}

impl<W: Write> Write for RedactingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.inner.write_all(redact(&String::from_utf8_lossy(&line)).as_bytes())?;
        self.inner.flush()
    }
}

impl<W: Write> Drop for RedactingWriter<W> {
    fn drop(&mut self) {
        // Standard error closed: there is nobody left to tell.
        let _ = self.flush();
    }
}

#[cfg(test)]
mod tests;
