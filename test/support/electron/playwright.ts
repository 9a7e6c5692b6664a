// Playwright as the shell's spec uses it; the one place that names its package.
export { _electron, type BrowserContext, type CDPSession, chromium, type Download, type Page } from '@playwright/test'
