//! The thread that sleeps until the workspace's file is written to, by whichever process, and tells the screen.
//!
//! On Linux the kernel wakes it (inotify); elsewhere it looks at the times of the files once a second.

use std::path::PathBuf;
use std::time::Duration;

use super::thread::post;
use crate::app::message::Message;
use crate::runtime::launch::Launch;
use crate::runtime::mailbox::Mailbox;

/// How long it waits behind a change before it tells: many changes are told once.
const PAUSE: Duration = Duration::from_millis(250);

/// The state of the watching thread.
pub(super) struct FileWatch {
    folder: PathBuf,
    mailbox: Mailbox,
}

impl FileWatch {
    pub(super) fn new(launch: &Launch, mailbox: Mailbox) -> Self {
        Self { folder: launch.workspace.clone(), mailbox }
    }

    /// Tells of each change, for as long as the process lives; at once ends where the folder cannot be watched.
    pub(super) fn work(self) {
        let Some(mut changes) = Changes::of(&self.folder) else { return };
        while changes.wait() {
            std::thread::sleep(PAUSE);
            changes.forget();
            post(&self.mailbox, Message::FileChanged);
        }
    }
}

#[cfg(target_os = "linux")]
use linux::Changes;

#[cfg(target_os = "linux")]
mod linux {
    use std::os::fd::OwnedFd;
    use std::path::Path;

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};

    /// The kernel's news about the files of a folder.
    pub(super) struct Changes(OwnedFd);

    impl Changes {
        pub(super) fn of(folder: &Path) -> Option<Self> {
            let news = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok()?;
            add_watch(&news, folder, WatchFlags::MODIFY | WatchFlags::MOVED_TO).ok()?;
            Some(Self(news))
        }

        /// Sleeps until there is news; returns `false` when there never will be again.
        pub(super) fn wait(&mut self) -> bool {
            loop {
                match poll(&mut [PollFd::new(&self.0, PollFlags::IN)], None) {
                    Ok(_) => return true,
                    Err(rustix::io::Errno::INTR) => {}
                    Err(_) => return false,
                }
            }
        }

        /// Throws away the news so far: that something changed is all that matters.
        pub(super) fn forget(&mut self) {
            let mut buffer = [0; 4096];
            while rustix::io::read(&self.0, &mut buffer).is_ok_and(|count| count > 0) {}
        }
    }
}

#[cfg(not(target_os = "linux"))]
use others::Changes;

#[cfg(not(target_os = "linux"))]
mod others {
    use std::path::{Path, PathBuf};
    use std::time::{Duration, SystemTime};

    /// The times at which the files of a workspace were written last.
    pub(super) struct Changes {
        files: [PathBuf; 2],
        seen: [Option<SystemTime>; 2],
    }

    impl Changes {
        pub(super) fn of(folder: &Path) -> Option<Self> {
            let files = ["gemba.db", "gemba.db-wal"].map(|name| folder.join(name));
            let seen = Self::times(&files);
            Some(Self { files, seen })
        }

        /// Sleeps until a time is another.
        pub(super) fn wait(&mut self) -> bool {
            while Self::times(&self.files) == self.seen {
                std::thread::sleep(Duration::from_secs(1));
            }
            true
        }

        pub(super) fn forget(&mut self) {
            self.seen = Self::times(&self.files);
        }

        fn times(files: &[PathBuf; 2]) -> [Option<SystemTime>; 2] {
            files.each_ref().map(|file| file.metadata().and_then(|found| found.modified()).ok())
        }
    }
}
