// The page's start: the look first, so that nothing flashes, then the app.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './ui/theme/theme.css'
import { App } from './app/app.tsx'
import { followAppearance } from './ui/theme/appearance.ts'

followAppearance()
const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root.')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
