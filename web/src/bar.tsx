/** What the bars of all pages share: the choice of language, buttons that are an icon, and on a phone a menu with all of it. */
import type { ButtonHTMLAttributes, ComponentChildren, JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Lang } from './api'
import { LANGUAGES, localeText } from './i18n/fluent'
import { Icon, type IconName } from './icons'

interface LanguagesShown {
  lang: Lang
  label: string
  /** The country's languages, once they are known. */
  offered: readonly Lang[]
  choose: (lang: Lang) => void
}

export const Languages = ({ lang, label, offered, choose }: LanguagesShown): JSX.Element => (
  <div class="segments languages" role="group" aria-label={label}>
    {offered.map((one) => {
      const [short, long] = [LANGUAGES.includes(one) ? localeText(one, 'locale-short') : one, ownName(one)]
      return (
        <button
          key={one}
          type="button"
          lang={one}
          data-lang={one}
          title={long}
          aria-label={`${short} · ${long}`}
          aria-pressed={one === lang}
          onClick={() => choose(one)}
        >
          {short}
        </button>
      )
    })}
  </div>
)

/** A language's name in itself. */
function ownName(lang: Lang): string {
  const name = new Intl.DisplayNames([lang], { type: 'language' }).of(lang) ?? lang
  return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1)
}

type IconButtonShown = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'name'> & {
  icon: IconName
  /** The same words for those who see the button and those who hear it. */
  name: string
}

export const IconButton = ({ icon, name, class: classes = 'icon-button', ...rest }: IconButtonShown): JSX.Element => (
  <button type="button" class={classes} aria-label={name} title={name} {...rest}>
    <Icon name={icon} />
  </button>
)

interface MenuShown {
  /** What the button is called. */
  name: string
  /** The other pages. */
  pages: ComponentChildren
  languages: ComponentChildren
  theme: { words: string; press: () => void }
}

/** On a phone: all that the bar has no room for. Closed by Escape, by a press beside it, and when the focus has left it. */
export function BarMenu({ name, pages, languages, theme }: MenuShown): JSX.Element {
  const [open, setOpen] = useState(false)
  const node = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return
    const left = (event: Event): void => {
      if (event.target instanceof Node && !node.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', left)
    document.addEventListener('focusin', left)
    return () => {
      document.removeEventListener('pointerdown', left)
      document.removeEventListener('focusin', left)
    }
  }, [open])
  return (
    <div
      class="bar-menu"
      ref={node}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        // The page has an Escape of its own, which steps out of what is chosen.
        event.preventDefault()
        event.stopPropagation()
        setOpen(false)
        button.current?.focus()
      }}
    >
      <button
        type="button"
        class="icon-button"
        id="bar-menu"
        aria-label={name}
        title={name}
        aria-expanded={open}
        aria-controls="bar-menu-panel"
        ref={button}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'close' : 'menu'} />
      </button>
      <div class="bar-menu-panel" id="bar-menu-panel" hidden={!open}>
        {open ? (
          <>
            {pages}
            {languages}
            <button type="button" class="bar-link bar-theme" onClick={theme.press}>
              <Icon name="theme" />
              {theme.words}
            </button>
          </>
        ) : null}
      </div>
    </div>
  )
}

export const Brand = (): JSX.Element => (
  <div class="brand">
    <strong>Taghtia</strong>
    <span lang="ar" aria-hidden="true">
      تغطية
    </span>
  </div>
)

/** Past the bar to what one came for: a fragment would overwrite the map's place in the address, so the focus is moved by hand. */
export const Skip = ({ to, wanted, words }: { to: string; wanted: string; words: string }): JSX.Element => (
  <a
    href={`#${to}`}
    class="skip"
    data-to={to}
    onClick={(event) => {
      event.preventDefault()
      document.getElementById(to)?.querySelector<HTMLElement>(wanted)?.focus()
    }}
  >
    {words}
  </a>
)
