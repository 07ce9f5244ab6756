//! What the database said about each query: one file per query, named by its hash.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// A folder of answers.
pub struct Answers(PathBuf);

impl Answers {
    /// Those in the repository.
    pub fn committed(root: &Path) -> Self {
        Self(root.join(".sqlx"))
    }

    /// An empty folder for a new set, so that a check that fails half-way changes nothing.
    pub fn collecting(target: &Path) -> Result<Self, Failure> {
        let folder = target.join(format!("sqlx-answers-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(Failure::system("cannot create", &folder))?;
        Ok(Self(folder))
    }

    /// Where they are.
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// The files' names.
    pub fn names(&self) -> Result<BTreeSet<String>, Failure> {
        if !self.0.exists() {
            return Ok(BTreeSet::new());
        }
        let entries = fs::read_dir(&self.0).map_err(Failure::system("cannot read", &self.0))?;
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        Ok(names.filter(|name| name.starts_with("query-") && Path::new(name).extension().is_some_and(|e| e == "json")).collect())
    }

    fn text(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.0.join(name)).ok()
    }

    /// The query an answer is about, for messages.
    fn query(&self, name: &str) -> String {
        let text = self.text(name).unwrap_or_default();
        let answer: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let query = answer["query"].as_str().unwrap_or(name);
        query.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect()
    }

    /// Copies these answers to `saved`; with `whole`, removes what is not among them. How many
    /// were written and removed.
    pub fn save_to(&self, saved: &Self, whole: bool) -> Result<(usize, usize), Failure> {
        fs::create_dir_all(&saved.0).map_err(Failure::system("cannot create", &saved.0))?;
        let (mut written, mut removed) = (0, 0);
        let names = self.names()?;
        for name in &names {
            if self.text(name) != saved.text(name) {
                let to = saved.0.join(name);
                fs::rename(self.0.join(name), &to).map_err(Failure::system("cannot write", &to))?;
                written += 1;
            }
        }
        for name in saved.names()?.difference(&names).filter(|_| whole) {
            let path = saved.0.join(name);
            fs::remove_file(&path).map_err(Failure::system("cannot remove", &path))?;
            removed += 1;
        }
        Ok((written, removed))
    }

    /// Fails where `saved` lacks or contradicts one of these answers or, with `whole`, has one
    /// that nobody asks for.
    pub fn compare(&self, saved: &Self, whole: bool) -> Result<(), Failure> {
        let (new, old) = (self.names()?, saved.names()?);
        let mut wrong: Vec<String> = Vec::new();
        for name in &new {
            if self.text(name) != saved.text(name) {
                let what = if old.contains(name) { "differs" } else { "is missing" };
                wrong.push(format!("  {what}: {}", self.query(name)));
            }
        }
        wrong.extend(old.difference(&new).filter(|_| whole).map(|name| format!("  nobody asks: {}", saved.query(name))));
        if wrong.is_empty() {
            return Ok(());
        }
        Err(Failure::Refused(format!(".sqlx is not what the database says; run `cargo xtask prepare --all`\n{}", wrong.join("\n"))))
    }
}

/// Only the temporary set goes away with its value.
impl Drop for Answers {
    fn drop(&mut self) {
        if !self.0.ends_with(".sqlx") {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(dir: &Path, files: &[(&str, &str)]) -> Answers {
        let answers = Answers(dir.join(".sqlx"));
        fs::create_dir_all(&answers.0).unwrap();
        for (name, text) in files {
            fs::write(answers.0.join(format!("query-{name}.json")), text).unwrap();
        }
        answers
    }

    #[test]
    fn a_whole_run_removes_old_answers_and_a_part_keeps_them() {
        let (new, old) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let fresh = set(new.path(), &[("a", "1"), ("b", "2")]);
        let saved = set(old.path(), &[("b", "2"), ("c", "3")]);
        let said = fresh.compare(&saved, true).unwrap_err().to_string();
        assert!(said.contains("is missing: query-a.json") && said.contains("nobody asks: query-c.json"), "{said}");
        assert_eq!(fresh.save_to(&saved, false).unwrap(), (1, 0));
        assert_eq!(saved.names().unwrap().len(), 3);
        let again = set(new.path(), &[("a", "1"), ("b", "2")]);
        assert_eq!(again.save_to(&saved, true).unwrap(), (0, 1));
        again.compare(&saved, true).unwrap();
    }
}
