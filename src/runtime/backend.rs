//! The ratatui backend: draws into a buffer, which is written to the terminal in one piece per frame.
//!
//! Never asks the terminal a question (its answer would arrive among the keys), and caps the size that the terminal
//! reports.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::terminal::write_out;

/// The largest screen that is drawn; beyond it the rest stays empty. Twenty times a usual screen.
const LARGEST: Size = Size { width: 1000, height: 500 };

/// Begin and end of a frame that the terminal shows at once, where it can.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// The bytes that were drawn and not yet written; shared with crossterm's backend, which fills it.
#[derive(Clone, Default)]
struct FrameBuffer(Rc<RefCell<Vec<u8>>>);

impl Write for FrameBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The backend of the one ratatui terminal.
pub(super) struct BufferedBackend {
    inner: CrosstermBackend<FrameBuffer>,
    buffer: FrameBuffer,
}

impl BufferedBackend {
    pub(super) fn new() -> Self {
        let buffer = FrameBuffer::default();
        Self { inner: CrosstermBackend::new(buffer.clone()), buffer }
    }

    /// Writes what was drawn since the last time, as one synchronized update.
    pub(super) fn present(&mut self) -> io::Result<()> {
        let mut drawn = self.buffer.0.borrow_mut();
        if drawn.is_empty() {
            return Ok(());
        }
        let mut frame = Vec::with_capacity(drawn.len() + BEGIN.len() + END.len());
        frame.extend_from_slice(BEGIN);
        frame.append(&mut drawn);
        frame.extend_from_slice(END);
        write_out(&frame)
    }
}

/// The terminal's size in cells: columns, rows.
pub(super) fn size() -> Size {
    let Ok(size) = rustix::termios::tcgetwinsize(io::stdout()) else { return Size { width: 80, height: 24 } };
    Size { width: size.ws_col.min(LARGEST.width), height: size.ws_row.min(LARGEST.height) }
}

impl Backend for BufferedBackend {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        self.inner.draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(size())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: size(), pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
