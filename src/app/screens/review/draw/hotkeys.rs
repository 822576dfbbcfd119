//! While a layer waits for a hotkey: every hotkey with what it stands for, over the lower part of the screen, where the
//! panes do not show them all.

use super::judgement_panel::ordered;
use crate::app::Model;
use crate::app::geometry::{Area, Form, Panes};
use crate::command::Layer;
use crate::domain::Judgements;
use crate::text::{fit, visible_name};
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// The widest column, and the narrowest: a key with a few letters of its name.
const COLUMN: (u16, u16) = (28, 6);

/// Paints the hotkeys of the layer that waits.
pub(super) fn draw(model: &Model, panes: &Panes, painter: &mut Painter<'_>) {
    let entries = awaited(model, panes);
    let (width, height) = (panes.body.width, panes.body.height);
    if entries.is_empty() || panes.form == Form::Tiny || height < 3 {
        return;
    }
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    let most = (width / COLUMN.1).max(1);
    let fewest = (width / COLUMN.0).max(1).min(count);
    let rows_in = |columns: u16| count.div_ceil(columns);
    let columns = (fewest..=most).find(|columns| rows_in(*columns) < height).unwrap_or(most);
    let rows = rows_in(columns).min(height - 1);
    let area = Area { y: panes.body.y + height - rows - 1, height: rows + 1, ..panes.body };
    painter.clear(area);
    painter.rule(area.x, area.y, width);
    let column = (width / columns).min(COLUMN.0);
    for (at, (key, name, role)) in entries.iter().enumerate() {
        let at = u16::try_from(at).unwrap_or(u16::MAX);
        let (x, y) = (1 + at / rows * column, area.y + 1 + at % rows);
        if x + column > width + 1 {
            break;
        }
        let after = painter.put(x, y, column, key, Role::Accent) + 1;
        let room = (x + column).saturating_sub(after + 1);
        painter.put(after, y, room, &fit(name, usize::from(room)), *role);
    }
}

/// Returns the keys that the layer waits for, with names and how they look; none where a pane shows them all.
fn awaited(model: &Model, panes: &Panes) -> Vec<(String, String, Role)> {
    let empty = Judgements::default();
    let judgements = model.screens.review.current().map_or(&empty, |page| &page.view.judgements);
    let beside = usize::from(panes.side.height.saturating_sub(3));
    match model.keyboard.pending {
        Some(Layer::Tag | Layer::FailWith) => {
            let all = ordered(model, judgements);
            if all.len() <= beside {
                return Vec::new();
            }
            let keyed = all.into_iter().filter_map(|(mode, tagged)| {
                let role = if tagged { Role::Fail } else { Role::Text };
                Some((mode.hotkey?.to_string(), visible_name(&mode.name).into_string(), role))
            });
            keyed.collect()
        }
        Some(Layer::NotMet | Layer::NotApplicable | Layer::CriterionEdit) if panes.side.height == 0 => {
            let numbered = model.read_model.open_criteria().into_iter().filter_map(|criterion| {
                Some((criterion.number?.to_string(), visible_name(&criterion.name).into_string(), Role::Text))
            });
            numbered.collect()
        }
        _ => Vec::new(),
    }
}
