// The page's start: the look first, so that nothing flashes, then the app.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './ui/theme.css'
import { App } from './app.tsx'
import { followAppearance } from './ui/appearance.ts'

followAppearance()
const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root.')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
