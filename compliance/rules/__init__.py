"""Pure rules: what measures mean under the regulation in force. No files, no clock, no thresholds."""
