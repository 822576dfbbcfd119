//! Where things are on the screen, in cells: shared by `app`, which scrolls by it, and `ui`.

/// A rectangle in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Columns from the left.
    pub x: u16,
    /// Rows from the top.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// Columns of a record's text at most while presenting.
const PRESENTED_COLUMNS: u16 = 88;

/// The form a screen takes at its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Queue, record and judgements side by side (from 120 columns).
    Wide,
    /// The record, two strips of judgements below (from 80 × 20).
    Strips,
    /// One pane at a time.
    Single,
    /// One line, and no judging (below 40 × 10).
    Tiny,
}

/// The pane that has the keys' attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// The record.
    #[default]
    Record,
    /// Modes, criteria, notes.
    Side,
    /// The queue.
    Queue,
}

/// The areas of the Review screen; those that do not show are empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panes {
    /// The form.
    pub form: Form,
    /// Between header and footer.
    pub body: Area,
    /// The queue.
    pub queue: Area,
    /// The record, its title line and objections.
    pub record: Area,
    /// Modes, criteria and notes.
    pub side: Area,
    /// The two strips of the 80-column form.
    pub strips: Area,
}

/// Returns the form at a size.
pub const fn form(size: (u16, u16)) -> Form {
    match size {
        (columns, rows) if columns < 40 || rows < 10 => Form::Tiny,
        (columns, rows) if columns < 80 || rows < 20 => Form::Single,
        (columns, _) if columns < 120 => Form::Strips,
        _ => Form::Wide,
    }
}

/// Returns what lies between header and footer. The header takes two rows (title and rule), the footer two (rule and keys).
pub const fn body((columns, rows): (u16, u16)) -> Area {
    Area { x: 0, y: 2, width: columns, height: rows.saturating_sub(4) }
}

/// Returns the areas at a size. While presenting, the queue shows only where it has the keys' attention.
pub fn panes(size: (u16, u16), pane: Pane, present: bool) -> Panes {
    let (columns, rows) = size;
    let form = form(size);
    let body = body(size);
    let none = Area::default();
    let panes = |queue, record, side| Panes { form, body, queue, record, side, strips: none };
    match form {
        Form::Tiny => panes(none, Area { x: 0, y: 0, width: columns, height: rows }, none),
        Form::Wide => {
            // A record is read best at up to a hundred columns; what is beyond makes the queue's lines longer.
            let queue = (24 + (columns - 120).min(200) * 9 / 20).min(columns / 3);
            let beside = (columns / 4).clamp(30, 46);
            if present && pane != Pane::Queue {
                let record = columns - beside - 1;
                return panes(none, Area { width: record, ..body }, Area { x: record + 1, width: beside, ..body });
            }
            let record = columns - queue - beside - 2;
            panes(
                Area { width: queue, ..body },
                Area { x: queue + 1, width: record, ..body },
                Area { x: queue + record + 2, width: beside, ..body },
            )
        }
        Form::Strips | Form::Single => match pane {
            Pane::Queue => panes(body, none, none),
            Pane::Side => panes(none, none, body),
            Pane::Record if form == Form::Strips => {
                let height = body.height - 3;
                let strips = Area { y: body.y + height + 1, height: 2, ..body };
                Panes { strips, ..panes(none, Area { height, ..body }, none) }
            }
            Pane::Record => panes(none, body, none),
        },
    }
}

/// Returns the areas of a list screen: the list, and the detail of its selected line; side by side from 100 columns,
/// else one above the other with a row for a rule between.
pub fn list_and_detail(size: (u16, u16)) -> (Area, Area) {
    let body = body(size);
    if body.width >= 100 {
        let width = body.width / 2;
        let detail = Area { x: width + 1, width: body.width - width - 1, ..body };
        return (Area { width, ..body }, detail);
    }
    let height = body.height / 2;
    let detail = Area { y: body.y + height + 1, height: body.height.saturating_sub(height + 1), ..body };
    (Area { height, ..body }, detail)
}

/// Returns the areas of two compared answers, each below its title line: side by side from 100 columns,
/// else one above the other. The input has the first row of the body and a rule the second.
pub fn compared(size: (u16, u16)) -> (Area, Area) {
    let body = body(size);
    let below = Area { y: body.y + 2, height: body.height.saturating_sub(2), ..body };
    let text = |area: Area| Area {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    };
    if body.width >= 100 {
        let half = body.width / 2;
        let right = Area { x: half + 1, width: body.width - half - 1, ..below };
        return (text(Area { width: half, ..below }), text(right));
    }
    let half = below.height / 2;
    let lower = Area { y: below.y + half + 1, height: below.height.saturating_sub(half + 1), ..below };
    (text(Area { height: half, ..below }), text(lower))
}

/// Returns the text of a record within its area: below the title line and a blank one, above so many lines at its foot,
/// of which four are shown at most. While presenting it has a wide margin, and lines that are not too long.
pub fn text_area(record: Area, lines: usize, present: bool) -> Area {
    let foot = if lines == 0 { 0 } else { u16::try_from(lines.min(4)).unwrap_or(4) + 1 };
    let margin = if present { (record.width.saturating_sub(PRESENTED_COLUMNS) / 2).max(4) } else { 1 };
    let (margin, above) = if record.width < 30 { (0, 1) } else { (margin, 2) };
    Area {
        x: record.x + margin,
        y: record.y + above,
        width: record.width.saturating_sub(margin * 2),
        height: record.height.saturating_sub(above + foot),
    }
}
