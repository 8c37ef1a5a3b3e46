import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/layout.css'
import './styles/parts.css'
import './styles/compare.css'
import './styles/table.css'
import './styles/phone.css'
import './styles/operators.css'
import './styles/pages.css'
import { start } from './filings/page'

const root = document.getElementById('app')
if (root) void start(root)
