//! The files for systemd and for containers. No site changes a word of them.

/// By their names in `server`.
pub(super) const FILES: [(&str, &str); 10] = [
    ("forms-fn.socket", include_str!("units/forms-fn.socket")),
    ("forms-fn.service", include_str!("units/forms-fn.service")),
    ("forms-fn-backup.service", include_str!("units/forms-fn-backup.service")),
    ("forms-fn-backup.timer", include_str!("units/forms-fn-backup.timer")),
    ("spaces-rebuild.service", include_str!("units/spaces-rebuild.service")),
    ("spaces-rebuild.timer", include_str!("units/spaces-rebuild.timer")),
    ("spaces-deploy.rules", include_str!("units/spaces-deploy.rules")),
    ("Containerfile", include_str!("units/Containerfile")),
    ("Containerfile.dockerignore", include_str!("units/Containerfile.dockerignore")),
    ("compose.yaml", include_str!("units/compose.yaml")),
];
