//! Markdown, rendered into paragraphs that point back into the source.
//!
//! Row breaks stay, since chats mean them. Raw HTML, link addresses, fences and link definitions stay visible:
//! nothing that the model wrote is hidden but the marks of Markdown itself. `writer` makes the paragraphs.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::highlighter::Highlighter;
use super::paragraph_writer::{Fence, ParagraphWriter};
use super::table::Table;
use crate::layout::block::{Paragraph, SourceMap, SourceText};
use crate::layout::row::Look;

/// Returns the paragraphs of a Markdown text.
pub(crate) fn paragraphs(source: SourceText<'_>, highlighter: &Highlighter) -> Vec<Paragraph> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut reader = MarkdownReader {
        writer: ParagraphWriter::new(SourceMap::new(source), source.text),
        highlighter,
        lists: Vec::new(),
        links: Vec::new(),
        fence: None,
        table: None,
        depth: 0,
        covered: 0,
    };
    for (event, range) in Parser::new_ext(source.text, options).into_offset_iter() {
        reader.read(event, range);
    }
    reader.uncovered(source.text.len());
    reader.writer.finish()
}

/// A link or image that is open.
struct Link {
    address: String,
    title: String,
    /// What is shown of it so far.
    shown: String,
    is_written_out: bool,
}

struct MarkdownReader<'a> {
    writer: ParagraphWriter<'a>,
    highlighter: &'a Highlighter,
    /// Whether each open list is numbered.
    lists: Vec<bool>,
    links: Vec<Link>,
    fence: Option<Fence>,
    table: Option<Table>,
    depth: usize,
    /// How far the source has been shown, in bytes.
    covered: usize,
}

impl MarkdownReader<'_> {
    fn read(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.depth == 0 {
            self.uncovered(range.start);
            self.covered = self.covered.max(range.end);
        }
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                self.start(tag, range);
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                self.end(tag, &range);
            }
            Event::Text(text) => match &mut self.fence {
                Some(fence) => fence.push(range, &text),
                None => self.text(range, &text),
            },
            Event::Code(text) => {
                self.note_shown(&text);
                let look = self.writer.look_or(Look::Code);
                self.writer.inline_code(range, &text, look);
            }
            Event::Html(text) => {
                let text = text.trim_end_matches(['\r', '\n']);
                self.writer.push_text(range, text, Look::Plain);
                self.writer.end_line();
            }
            Event::InlineHtml(text) => self.writer.push_text(range, &text, Look::Plain),
            Event::SoftBreak | Event::HardBreak => self.writer.end_line(),
            Event::Rule => {
                self.writer.begin_block();
                self.writer.push_replacement(range, "───", Look::Punctuation);
                self.writer.end_line();
            }
            Event::TaskListMarker(done) => {
                self.writer.push_replacement(range, if done { "☑ " } else { "☐ " }, Look::Punctuation);
            }
            // No option enables these: they stay text.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(range, &text);
            }
        }
    }

    fn text(&mut self, range: Range<usize>, text: &str) {
        self.note_shown(text);
        let look = self.writer.look_or(Look::Plain);
        self.writer.push_text(range, text, look);
    }

    fn note_shown(&mut self, text: &str) {
        if let Some(link) = self.links.last_mut() {
            link.shown.push_str(text);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { .. } => {
                self.writer.begin_block();
                self.writer.push_look(Look::Heading);
            }
            Tag::BlockQuote(_) => {
                self.writer.begin_block();
                self.writer.begin_container(None, "│ ", Look::Punctuation);
                self.writer.push_look(Look::Quote);
            }
            Tag::CodeBlock(kind) => {
                self.writer.begin_block();
                let language = match &kind {
                    CodeBlockKind::Fenced(words) => Some(words.split([' ', ',', '{']).next().unwrap_or_default()),
                    CodeBlockKind::Indented => None,
                };
                self.fence = Some(Fence::new(range, language));
            }
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.writer.begin_block();
                } else {
                    self.writer.end_line_if_begun();
                }
                self.lists.push(first.is_some());
            }
            Tag::Item => {
                let deep = self.lists.len() > 1;
                let bullet = match self.lists.last() {
                    // The number as it was written, also where it was counted wrongly.
                    Some(true) => self.writer.number_at(range.start) + " ",
                    _ if deep => "◦ ".to_owned(),
                    _ => "• ".to_owned(),
                };
                let blanks = " ".repeat(crate::text::cells(&bullet));
                self.writer.begin_container(Some(bullet), &blanks, Look::Punctuation);
            }
            Tag::Table(alignments) => {
                self.writer.begin_block();
                self.table = Some(Table::new(alignments));
            }
            Tag::TableHead => {
                self.writer.push_look(Look::Strong);
                self.begin_row();
            }
            Tag::TableRow => self.begin_row(),
            Tag::TableCell => {}
            Tag::Emphasis => self.writer.push_inner_look(Look::Emphasis),
            Tag::Strong => self.writer.push_inner_look(Look::Strong),
            Tag::Strikethrough => self.writer.push_inner_look(Look::Muted),
            Tag::Link { link_type, dest_url, title, .. } => {
                let is_written_out = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.begin_link(&dest_url, &title, is_written_out);
            }
            Tag::Image { dest_url, title, .. } => {
                self.writer.push_inserted("image: ", Look::Placeholder);
                self.begin_link(&dest_url, &title, false);
            }
            // Blocks without a look, and what no option enables.
            _ => self.writer.begin_block(),
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Heading(_) => {
                self.writer.end_line();
                self.writer.pop_look();
            }
            TagEnd::BlockQuote(_) => {
                self.writer.end_container();
                self.writer.pop_look();
            }
            TagEnd::CodeBlock => {
                if let Some(fence) = self.fence.take() {
                    self.writer.push_fence(fence, self.highlighter);
                }
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Item => self.writer.end_container(),
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.writer.push_table(table);
                }
            }
            TagEnd::TableCell => {
                let runs = self.writer.take_runs();
                if let Some(table) = &mut self.table {
                    table.push_cell(runs);
                }
            }
            TagEnd::TableHead | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.writer.pop_look(),
            TagEnd::Link | TagEnd::Image => self.end_link(range),
            TagEnd::TableRow => {}
            _ => self.writer.end_line_if_begun(),
        }
    }

    fn begin_row(&mut self) {
        if let Some(table) = &mut self.table {
            table.begin_row();
        }
    }

    fn begin_link(&mut self, address: &str, title: &str, is_written_out: bool) {
        self.writer.push_inner_look(Look::Link);
        let link = Link { address: address.to_owned(), title: title.to_owned(), shown: String::new(), is_written_out };
        self.links.push(link);
    }

    /// Shows the address behind the text, so that a link cannot hide where it leads.
    fn end_link(&mut self, range: &Range<usize>) {
        self.writer.pop_look();
        let Some(link) = self.links.pop() else { return };
        if link.is_written_out || (link.shown == link.address && link.title.is_empty()) {
            return;
        }
        self.writer.push_inserted(" (", Look::Punctuation);
        self.writer.push_last_of(range, &link.address, Look::Link);
        if !link.title.is_empty() {
            self.writer.push_inserted(" ", Look::Punctuation);
            self.writer.push_last_of(range, &link.title, Look::Muted);
        }
        self.writer.push_inserted(")", Look::Punctuation);
    }

    /// Shows source text between blocks that belongs to none, such as definitions of links.
    fn uncovered(&mut self, until: usize) {
        let from = self.covered;
        if until > from && self.writer.has_ink(from..until) {
            self.writer.begin_block();
            self.writer.push_source(from..until, Look::Muted);
            self.writer.end_line();
        }
        self.covered = self.covered.max(until);
    }
}
