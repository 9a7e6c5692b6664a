// What `--help` says: the flags of headless, in the order people need them.

export const HELP = `Dakiya without a window: the engine, the REST API and the page for a browser.

  npm run headless -- [flags]          each flag is also a variable: --data-dir is DAKIYA_DATA_DIR

  --practice             the practice profile: a WhatsApp network inside this PC, no number at risk
  --data-dir DIR         where the data lies (usually the system's folder for application data)
  --port N               the page and the API, usually 4780; 0 = any free one
  --issue-api-key        make a key that may do everything, and print it in the ready line
  --no-open              do not open a browser
  --restore FILE         put a backup in place of the present data, which is kept aside; "latest" is the newest good one
  --log-level LEVEL      fatal, error, warn, info, debug, trace or silent
  --practice-port N      the practice network's control API; 0 = any free one
  --practice-at URL      a practice network that runs already (npm run practice)
`
