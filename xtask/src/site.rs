//! What the page tells programs that show a link to it: addresses that are whole, and how to embed it.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::failure::{Failure, Outcome};

/// Makes the addresses in `index.html` absolute below `site`, and writes `oembed.json`.
///
/// Cards and oEmbed need to know where the folder is served; without a `site` their addresses stay relative.
pub(crate) fn write(dist: &Path, site: Option<&str>) -> Outcome<()> {
    let path = dist.join("index.html");
    let page = fs::read_to_string(&path).map_err(Failure::file("read", &path))?;
    let title = page
        .split_once("<title>")
        .and_then(|(_, rest)| rest.split_once("</title>"))
        .map_or("", |(title, _)| title);
    let embed = dist.join("oembed.json");
    let text = oembed(site.unwrap_or_default(), title)?;
    fs::write(&embed, text).map_err(Failure::file("write", &embed))?;
    if let Some(site) = site {
        fs::write(&path, absolute(&page, site)).map_err(Failure::file("write", &path))?;
    }
    Ok(())
}

/// Whether this is an address below which files can lie.
pub(crate) fn check(site: &str) -> Outcome<()> {
    if (site.starts_with("https://") || site.starts_with("http://"))
        && site.ends_with('/')
        && !site.contains(['"', '<', '>', ' ', '&'])
    {
        return Ok(());
    }
    Err(Failure::new(format!(
        "`{site}` is no address of a folder: https://…/, with a slash at the end"
    )))
}

fn absolute(page: &str, site: &str) -> String {
    page.replace("content=\"poster/", &format!("content=\"{site}poster/"))
        .replace("href=\"oembed.json\"", &format!("href=\"{site}oembed.json\""))
        .replace(
            "<meta property=\"og:type\"",
            &format!(
                "<link rel=\"canonical\" href=\"{site}\">\n    <meta property=\"og:url\" content=\"{site}\">\n    \
                 <meta property=\"og:type\""
            ),
        )
}

/// The answer of an oEmbed provider for the page: <https://oembed.com>, type `rich`.
fn oembed(site: &str, title: &str) -> Outcome<String> {
    let frame = format!(
        "<iframe data-central-asia-map src=\"{site}embed.html\" title=\"{title}\" width=\"800\" height=\"500\" \
         style=\"width:100%;height:auto;aspect-ratio:100/62;min-height:20rem;max-height:40rem;border:0\" loading=\"lazy\">\
         </iframe><script async src=\"{site}embed.js\"></script>"
    );
    let answer = json!({
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "central-asia-map",
        "provider_url": site,
        "width": 800,
        "height": 500,
        "html": frame,
        "thumbnail_url": format!("{site}poster/overview.png"),
        "thumbnail_width": 1200,
        "thumbnail_height": 630
    });
    let text = serde_json::to_string_pretty(&answer)
        .map_err(|error| Failure::new(format!("oembed.json: {error}")))?;
    Ok(text + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_whole() {
        let page = "<meta property=\"og:type\" content=\"website\">\n<meta property=\"og:image\" content=\"poster/x.png\">\n<link href=\"oembed.json\">";
        let page = absolute(page, "https://example.org/map/");
        for part in [
            "<link rel=\"canonical\" href=\"https://example.org/map/\">",
            "content=\"https://example.org/map/poster/x.png\"",
            "href=\"https://example.org/map/oembed.json\"",
        ] {
            assert!(page.contains(part), "{page}");
        }
    }

    #[test]
    fn oembed_names_the_frame_and_the_picture() {
        let answer: serde_json::Value =
            serde_json::from_str(&oembed("https://example.org/", "A map").unwrap()).unwrap();
        assert_eq!(
            answer["thumbnail_url"],
            "https://example.org/poster/overview.png"
        );
        assert!(
            answer["html"]
                .as_str()
                .unwrap()
                .contains("src=\"https://example.org/embed.html\"")
        );
    }

    #[test]
    fn a_site_is_an_address_that_ends_in_a_slash() {
        assert!(check("https://example.org/map/").is_ok());
        for bad in [
            "example.org/",
            "https://example.org",
            "https://example.org/\"/",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
