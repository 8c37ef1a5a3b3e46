import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/layout.css'
import './styles/parts.css'
import './styles/compare.css'
import './styles/listed.css'
import './styles/phone.css'
import './styles/print.css'
import { start } from './app'

const root = document.getElementById('app')
if (root) void start(root)
