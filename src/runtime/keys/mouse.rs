//! Decodes what the mouse did from the parameters of an SGR report (`ESC [ < button ; column ; row M`), as xterm's control
//! sequences describe it.

use crate::app::message::{Pointer, Pointing};

/// Reads the parameters behind `<`; `pressed` where the report ends in `M`. What is neither a click of the first button nor
/// the wheel is nothing.
pub(super) fn pointer(parameters: &[u8], pressed: bool) -> Option<Pointer> {
    let text = std::str::from_utf8(parameters).ok()?;
    let mut numbers = text.split(';').map(|number| number.parse::<u16>().ok());
    let (button, column, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let what = match button {
        0 if pressed => Pointing::Click,
        64 => Pointing::WheelUp,
        65 => Pointing::WheelDown,
        _ => return None,
    };
    Some(Pointer { what, column: column.checked_sub(1)?, row: row.checked_sub(1)? })
}

#[cfg(test)]
mod tests {
    use super::super::input::{Decoder, Input};
    use super::{Pointer, Pointing};
    use crate::command::Chord;

    #[test]
    fn clicks_and_the_wheel_are_told_from_other_reports_of_the_mouse() {
        let mut inputs = Vec::new();
        let reports = b"\x1b[<0;5;3M\x1b[<0;5;3m\x1b[<65;1;1M\x1b[<64;200;50M\x1b[<2;5;3M\x1b[<0;0;0Mp";
        Decoder::default().feed(reports, &mut inputs);
        let mouse = |what, column, row| Input::Mouse(Pointer { what, column, row });
        let (click, down) = (mouse(Pointing::Click, 4, 2), mouse(Pointing::WheelDown, 0, 0));
        assert_eq!(inputs, [click, down, mouse(Pointing::WheelUp, 199, 49), Input::Key(Chord::char('p'))]);
    }
}
