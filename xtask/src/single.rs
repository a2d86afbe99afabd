//! The whole map as one file, which opens from a disk without a network.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::dist::{FOR_AUTHORS, ending, files, is_fetched, name_in};
use crate::failure::{Failure, Outcome};
use crate::hash::{base64, sha256};
use crate::run::root;
use crate::{build, compress};

/// The file's name in `dist/`.
pub(crate) const NAME: &str = "central-asia-map.html";

/// What mail and chat programs still take along, in bytes.
const LIMIT: usize = 1_500_000;

/// Answers the requests of the map from the page.
const FILES: &str = "xtask/single/files.js";

/// Lines of the page that speak to servers and programs, not to a reader who has the file.
const ONLINE: [&str; 5] = [
    "property=\"og:",
    "name=\"twitter:",
    "rel=\"canonical\"",
    "application/json+oembed",
    "<noscript>",
];

/// Writes the file, from the finished files in `dist/`.
pub(crate) fn write(dist: &Path) -> Outcome<()> {
    let page = read(&dist.join("index.html"))?;
    let mut head = String::new();
    let mut scripts = Vec::new();
    let mut style = String::new();
    for line in page.lines() {
        if let Some(name) = between(line, "<script type=\"module\" src=\"", "\"></script>") {
            scripts.push(dist.join(name));
        } else if let Some(name) = between(line, "<link rel=\"stylesheet\" href=\"", "\">") {
            style.push_str(&read(&dist.join(name))?);
        } else if !ONLINE.iter().any(|word| line.contains(word)) {
            head.push_str(line);
            head.push('\n');
        }
    }
    let script = bundle(&scripts)?;
    let mut data = String::new();
    for path in files(dist)? {
        let name = name_in(dist, &path);
        if let Some(kind) = kind(&name) {
            let bytes = fs::read(&path).map_err(Failure::file("read", &path))?;
            let bytes = if name == "data/atlas.json" {
                without_detail(&bytes)?
            } else {
                bytes
            };
            let packed = compress::gzip(&bytes).map_err(Failure::file("compress", &path))?;
            data.push_str(&format!(
                "<script type=\"application/gzip\" data-file=\"{name}\" data-type=\"{kind}\">{}</script>\n",
                base64(&packed)
            ));
        }
    }
    let policy = format!(
        "<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; img-src data:; \
         script-src 'sha256-{}' 'wasm-unsafe-eval'; style-src 'sha256-{}'\">",
        base64(&sha256(script.as_bytes())),
        base64(&sha256(style.as_bytes()))
    );
    let charset = "<meta charset=\"utf-8\">";
    let page = head
        .replace(charset, &format!("{charset}\n    {policy}"))
        .replace("</head>", &format!("<style>{style}</style>\n  </head>"))
        .replace(
            "</body>",
            &format!("{data}<script type=\"module\">{script}</script>\n  </body>"),
        );
    let path = dist.join(NAME);
    fs::write(&path, &page).map_err(Failure::file("write", &path))?;
    if page.len() > LIMIT {
        return Err(Failure::new(format!(
            "{NAME} is {} over its limit of {LIMIT} bytes: mail and chat programs would not take it along",
            page.len() - LIMIT
        )));
    }
    Ok(())
}

/// The MIME type of a file that the map asks for; nothing for those that are in the page already, or not for it.
fn kind(name: &str) -> Option<&'static str> {
    // Details of the base map are as large as all the rest; whoever needs them has a network.
    let is_left_out = name.starts_with("data/detail/") || FOR_AUTHORS.contains(&name);
    match ending(Path::new(name)) {
        _ if !is_fetched(name) || is_left_out => None,
        "wasm" => Some("application/wasm"),
        "json" | "geojson" => Some("application/json"),
        "webp" => Some("image/webp"),
        _ => None,
    }
}

/// The packed atlas without the wave of data that the file leaves out, so that nobody asks for it.
fn without_detail(packed: &[u8]) -> Outcome<Vec<u8>> {
    let wrong = |error: serde_json::Error| Failure::new(format!("data/atlas.json: {error}"));
    let end = packed.iter().position(|byte| *byte == b'\n');
    let (first, files) = packed.split_at(end.unwrap_or(packed.len()));
    let mut manifest: Value =
        serde_json::from_slice(first.get(1..).unwrap_or(&[])).map_err(wrong)?;
    if let Some(manifest) = manifest.as_object_mut() {
        manifest.remove("detailZoom");
        for layer in manifest
            .get_mut("layers")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            layer.as_object_mut().map(|layer| layer.remove("detail"));
        }
    }
    let manifest = serde_json::to_vec(&manifest).map_err(wrong)?;
    Ok([b"[".as_slice(), &manifest, files].concat())
}

/// The page's scripts and all they import as the text of one, safe inside of a page.
fn bundle(scripts: &[PathBuf]) -> Outcome<String> {
    let folder = root().join("target/single");
    fs::create_dir_all(&folder).map_err(Failure::file("make", &folder))?;
    let files = root().join(FILES);
    let imports: String = std::iter::once(&files)
        .chain(scripts)
        .map(|path| format!("import {:?};\n", path.display().to_string()))
        .collect();
    let (entry, bundle) = (folder.join("entry.js"), folder.join("bundle.js"));
    fs::write(&entry, imports).map_err(Failure::file("write", &entry))?;
    let options = ["--bundle", "--format=esm", "--minify", "--charset=utf8"];
    build::esbuild(&entry, &options, &bundle)?;
    let text = read(&bundle)?;
    Ok(text
        .replace("</script", "<\\/script")
        .replace("<!--", "<\\!--"))
}

fn between<'a>(line: &'a str, before: &str, after: &str) -> Option<&'a str> {
    line.trim().strip_prefix(before)?.strip_suffix(after)
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(Failure::file("read", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_map_asks_for_is_in_the_file() {
        assert_eq!(
            kind("pkg/central_asia_map_bg.wasm"),
            Some("application/wasm")
        );
        assert_eq!(kind("data/facts/hubs.json"), Some("application/json"));
        assert_eq!(kind("data/relief.webp"), Some("image/webp"));
        for name in [
            "data/detail/water.geojson",
            "data/schema.json",
            "embed.js",
            "poster/overview.svg",
        ] {
            assert_eq!(kind(name), None, "{name}");
        }
    }

    #[test]
    fn nothing_asks_for_what_was_left_out() {
        let packed = br#"[{"detailZoom":6,"layers":[{"id":"base","detail":["detail/x.geojson"],"later":["y"]}]}
,{"x":1.10}
]"#;
        let left = String::from_utf8(without_detail(packed).unwrap()).unwrap();
        assert_eq!(
            left,
            "[{\"layers\":[{\"id\":\"base\",\"later\":[\"y\"]}]}\n,{\"x\":1.10}\n]"
        );
    }
}
