//! A store on the disk or in a bucket, a database, and somebody who uploads.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::stream;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageFormat, RgbImage};
use platform_auth_testing::House;
use platform_outbound::Outbound;
use platform_storage::{Files, HUB, Incoming, Kept, Purpose, S3Settings, Store, StoreError, UploadError, hub_settings};
use platform_types::{Actor, Clock, Entropy, OrganizationId, SecretString};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub const BUCKET: &str = "callboard-files";
pub const SECRET: &str = "the real secret";

/// An S3 server of somebody else's making, in this process, on loopback.
pub struct S3 {
    pub folder: TempDir,
    pub port: u16,
    serving: JoinHandle<()>,
}

impl S3 {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
        Self::over(folder).await
    }

    /// Over what an earlier one left.
    pub async fn over(folder: TempDir) -> Self {
        let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single("ours", SECRET));
        let service = builder.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let serving = tokio::spawn(async move {
            let mut open = tokio::task::JoinSet::new();
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                let service = service.clone();
                open.spawn(async move { Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await.ok() });
            }
        });
        Self { folder, port, serving }
    }

    /// It goes away, open connections with it.
    pub async fn close(&mut self) {
        self.serving.abort();
        (&mut self.serving).await.unwrap_err();
    }

    pub fn settings(&self, secret: &str) -> S3Settings {
        S3Settings {
            endpoint: format!("http://127.0.0.1:{}", self.port).parse().unwrap(),
            bucket: BUCKET.to_owned(),
            region: "us-east-1".to_owned(),
            access_key: "ours".to_owned(),
            secret_key: SecretString::from(secret),
            path_style: true,
        }
    }

    pub fn store(&self, secret: &str) -> Result<Store, StoreError> {
        Store::s3(&self.settings(secret), hub())
    }
}

pub fn hub() -> platform_outbound::Hub {
    let mut settings = hub_settings();
    settings.timeout = Duration::from_secs(5);
    settings.backoff.base = Duration::from_millis(1);
    Outbound::new(Clock::system(), Entropy::seeded(7), [settings]).unwrap().hub(HUB).unwrap()
}

/// Everything an upload needs, over a folder.
pub struct Desk {
    pub house: House,
    pub owner: Actor,
    pub organization: OrganizationId,
    pub files: Files,
    pub folder: Arc<TempDir>,
}

impl Desk {
    pub async fn new() -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let store = Store::disk(folder.path()).unwrap();
        Self::over(folder, store).await
    }

    pub async fn over(folder: Arc<TempDir>, store: Store) -> Self {
        let house = House::new().await;
        let owner = house.person("Owner").await;
        let organization = house.organization(&owner, "ours").await;
        let files = Files::new(house.db.clone(), house.entropy.clone(), store);
        Self { house, owner, organization, files, folder }
    }

    pub async fn send(&self, purpose: Purpose, name: &str, key: &str, bytes: &[u8]) -> Result<Kept, UploadError> {
        let incoming = Incoming { organization: self.organization, purpose, name, form_key: key };
        self.files.receive(&self.owner, &incoming, pieces(bytes)).await
    }

    /// Sends and keeps; nothing refers to it.
    pub async fn keep(&self, purpose: Purpose, name: &str, key: &str, bytes: &[u8]) -> (uuid::Uuid, bool, Kept) {
        let kept = self.send(purpose, name, key, bytes).await.unwrap();
        let mut tx = self.house.db.as_actor(&self.owner).await.unwrap();
        let (id, again) = kept.keep(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        (id, again, kept)
    }

    /// State of every row, in the order of the alphabet.
    pub async fn states(&self) -> Vec<String> {
        let mut tx = self.house.db.as_system("test").await.unwrap();
        sqlx::query_scalar("SELECT state FROM storage.files ORDER BY state").fetch_all(&mut *tx).await.unwrap()
    }

    /// Every file in the folder, half-written ones too.
    pub fn on_disk(&self) -> Vec<String> {
        walk(self.folder.path())
    }
}

pub fn walk(folder: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found.sort();
    found
}

/// As the network brings it.
pub fn pieces(bytes: &[u8]) -> impl futures::Stream<Item = Result<Bytes, UploadError>> + Unpin + Send + use<> {
    let pieces: Vec<_> = bytes.chunks(48_000).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    stream::iter(pieces)
}

/// A picture with a gradient, so that no two sizes are alike.
pub fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| image::Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, 90]))
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let picture = photo(width, height);
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 85).encode(picture.as_raw(), width, height, ExtendedColorType::Rgb8).unwrap();
    bytes
}

pub fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(photo(width, height)).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Bytes that are no two alike and begin as a PDF.
pub fn pdf(length: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut n: u32 = 1;
    while bytes.len() < length {
        n = n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        bytes.extend_from_slice(&n.to_be_bytes());
    }
    bytes.truncate(length);
    bytes
}
