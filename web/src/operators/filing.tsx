/** The form of a new filing: kind, date, file; then how far the work is, and what went wrong on the way. */
import { batch, signal, type ReadonlySignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { focusOn } from '../drawn'
import { civilDate, fileSize, nameOf, percent } from '../format'
import { Icon } from '../icons'
import type { Draft, Kind } from './client'
import { Drop } from './dropzone'
import { problemText } from './problems'
import { quarterEnds } from './report-export'
import { kindsOf, type Scene } from './scene'
import type { Stage, Work } from './submission'

interface Chosen {
  kind: Kind | null
  operator: string | null
  asOf: string
  file: File | null
  crs: string
}

/** What is missing or wrong before anything is sent. */
interface Needs {
  file: string
  asOf: string
  crs: string
}

/** What is filled in. Another choice ends what was made of the one before. */
export interface Filling {
  readonly chosen: ReadonlySignal<Chosen>
  readonly needs: ReadonlySignal<Needs>
  choose(patch: Partial<Chosen>, note?: string): void
  /** The draft if nothing is missing; else says what is, and goes to the first of it. */
  ready(scene: Scene): Draft | null
  clear(): void
}

const NOTHING: Needs = { file: '', asOf: '', crs: '' }
/** As people write the number of a reference system. */
const CRS = /^\s*(epsg:)?\d{4,5}\s*$/i
const SUGGESTED_DATES = 3

export function createFilling(work: () => Work): Filling {
  const chosen = signal<Chosen>({ kind: null, operator: null, asOf: '', file: null, crs: '' })
  const needs = signal<Needs>(NOTHING)
  const need = (found: Needs): void => {
    needs.value = found
    if (found.asOf) focusOn('#filing-as-of')
    else if (found.crs) focusOn('#filing-crs')
    else if (found.file) focusOn('#filing-choose')
  }
  return {
    chosen,
    needs,
    choose: (patch, note) => {
      const before = chosen.value
      const after = { ...before, ...patch }
      batch(() => {
        chosen.value = after
        needs.value = {
          asOf: patch.asOf === undefined ? needs.value.asOf : '',
          crs: patch.crs === undefined ? needs.value.crs : '',
          file: patch.file === undefined ? needs.value.file : (note ?? ''),
        }
      })
      const isOther = (Object.keys(patch) as (keyof Chosen)[]).some((key) => before[key] !== after[key])
      if (isOther && work().stage().at !== 'sending') work().reset()
    },
    ready: (scene) => {
      const { say } = scene
      const { asOf, file, crs } = chosen.value
      const isNamed = crs.trim() === '' || CRS.test(crs)
      const { kind, operator } = settled(scene, chosen.value)
      const late = asOf > todayOf(scene)
      need({
        file: file ? '' : say('need-file'),
        asOf: asOf === '' ? say('need-as_of') : late ? say('need-as_of-future') : '',
        crs: isNamed ? '' : say('need-crs'),
      })
      return file && kind && asOf !== '' && !late && isNamed ? { kind, operator, asOf, file, crs: crs.trim() } : null
    },
    clear: () => {
      batch(() => {
        chosen.value = { ...chosen.value, file: null, crs: '' }
        needs.value = NOTHING
      })
      work().reset()
    },
  }
}

/** What is chosen, with what follows where nothing is: the session's operator, and the first kind it can file. */
function settled(
  { session, country }: Scene,
  { kind, operator }: Chosen,
): { kind: Kind | null; operator: string; kinds: Kind[] } {
  const id = session.operator?.id ?? operator ?? country.operators[0]?.id ?? ''
  const kinds = kindsOf(country.operators.find((one) => one.id === id)?.technologies ?? [], country)
  return { kinds, kind: kind && kinds.includes(kind) ? kind : (kinds[0] ?? null), operator: id }
}

interface FormShown {
  scene: Scene
  stage: Stage
  work: Work
  filling: Filling
}

export function FilingForm({ scene, stage, work, filling }: FormShown): JSX.Element {
  const { say, session } = scene
  const busy = stage.at === 'sending'
  const check = (event: Event): void => {
    event.preventDefault()
    const draft = filling.ready(scene)
    if (draft) void work.check(draft)
  }
  return (
    <form
      class="card filing"
      aria-labelledby="filing-title"
      noValidate
      hidden={stage.at === 'received'}
      onSubmit={check}
    >
      <h2 class="section-title" id="filing-title" tabIndex={-1}>
        {say('file-title')}
      </h2>
      <div class="filing-grid">
        <div class="filing-about">
          {session.operator || scene.country.operators.length === 0 ? null : (
            <OperatorField scene={scene} filling={filling} busy={busy} />
          )}
          <KindField scene={scene} filling={filling} busy={busy} />
          <DateField scene={scene} filling={filling} busy={busy} />
          <SystemField scene={scene} filling={filling} busy={busy} />
        </div>
        <Drop
          scene={scene}
          file={filling.chosen.value.file}
          busy={busy}
          problem={filling.needs.value.file}
          chosen={(file, note) => filling.choose({ file }, note)}
        />
      </div>
      <div class="actions filing-actions">
        <Buttons scene={scene} stage={stage} work={work} filling={filling} />
      </div>
      <div class="progress-slot">
        {stage.at === 'failed' ? <Failed scene={scene} stage={stage} work={work} filling={filling} /> : null}
        {stage.at === 'sending' ? <Progress scene={scene} stage={stage} /> : null}
      </div>
    </form>
  )
}

interface FieldShown {
  scene: Scene
  filling: Filling
  busy: boolean
}

const OperatorField = ({ scene: { say, lang, country }, filling, busy }: FieldShown): JSX.Element => (
  <div class="field">
    <label for="filing-operator">{say('file-operator')}</label>
    <select
      id="filing-operator"
      value={filling.chosen.value.operator ?? country.operators[0]?.id ?? ''}
      disabled={busy}
      onChange={(event) => filling.choose({ operator: event.currentTarget.value })}
    >
      {country.operators.map((one) => (
        <option key={one.id} value={one.id}>
          {nameOf(lang, one.names)}
        </option>
      ))}
    </select>
  </div>
)

function KindField({ scene, filling, busy }: FieldShown): JSX.Element {
  const { say } = scene
  const { kinds, kind } = settled(scene, filling.chosen.value)
  return (
    <fieldset class="field choices">
      <legend class="label">{say('file-kind')}</legend>
      {kinds.map((one) => (
        <label key={one} class="choice" for={`kind-${one}`}>
          <input
            type="radio"
            name="kind"
            id={`kind-${one}`}
            value={one}
            checked={one === kind}
            disabled={busy}
            onChange={() => filling.choose({ kind: one })}
          />
          <span>
            <strong>{say(`kind-${one}`)}</strong>
            <span class="hint block">{say(`kind-${one}-hint`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function DateField({ scene, filling, busy }: FieldShown): JSX.Element {
  const { say, lang } = scene
  const problem = filling.needs.value.asOf
  const today = todayOf(scene)
  return (
    <div class="field">
      <label for="filing-as-of">{say('file-as_of')}</label>
      <input
        type="date"
        id="filing-as-of"
        max={today}
        required
        aria-describedby="filing-as-of-hint filing-as-of-problem"
        aria-invalid={problem === '' ? undefined : true}
        value={filling.chosen.value.asOf}
        disabled={busy}
        onChange={(event) => filling.choose({ asOf: event.currentTarget.value })}
      />
      <p class="hint" id="filing-as-of-hint">
        {say('file-as_of-hint')}
      </p>
      <div class="suggestions">
        {quarterEnds(new Date(today), SUGGESTED_DATES).map((date) => (
          <button
            key={date}
            type="button"
            class="button small"
            data-date={date}
            disabled={busy}
            onClick={() => filling.choose({ asOf: date })}
          >
            {civilDate(lang, date)}
          </button>
        ))}
      </div>
      <p class="problem" id="filing-as-of-problem" role="alert">
        {problem}
      </p>
    </div>
  )
}

function SystemField({ scene: { say }, filling, busy }: FieldShown): JSX.Element {
  const problem = filling.needs.value.crs
  return (
    <div class="field">
      <label for="filing-crs">{say('file-crs')}</label>
      <input
        type="text"
        id="filing-crs"
        dir="ltr"
        autocomplete="off"
        spellcheck={false}
        placeholder="EPSG:26191"
        maxLength={12}
        aria-describedby="filing-crs-hint filing-crs-problem"
        aria-invalid={problem === '' ? undefined : true}
        value={filling.chosen.value.crs}
        disabled={busy}
        onChange={(event) => filling.choose({ crs: event.currentTarget.value })}
      />
      <p class="hint" id="filing-crs-hint">
        {say('file-crs-hint')}
      </p>
      <p class="problem" id="filing-crs-problem" role="alert">
        {problem}
      </p>
    </div>
  )
}

function Buttons({ scene, stage, work, filling }: FormShown): ComponentChildren {
  const { say, session } = scene
  if (stage.at === 'sending')
    return stage.step === 'upload' ? (
      <button type="button" class="button" onClick={() => work.cancel()}>
        {say('file-cancel')}
      </button>
    ) : null
  const { file } = filling.chosen.value
  const known = stage.at === 'reported' && file === stage.draft.file
  const { check_bytes: most, filing_bytes: whole } = session.limits
  if (file && file.size > whole)
    return (
      <p class="problem" role="alert">
        {say('problem-too-large')}
      </p>
    )
  if (file && file.size > most && stage.at !== 'failed')
    return (
      <>
        <DirectButton scene={scene} work={work} filling={filling} />
        <p class="hint">{say('file-submit-direct-hint')}</p>
      </>
    )
  return (
    <>
      <button type="submit" class={known ? 'button' : 'button primary'} id="filing-check">
        {say(known ? 'file-again' : 'file-check')}
      </button>
      {stage.at === 'choosing' && stage.cancelled ? (
        <span class="hint" role="status">
          {say('file-cancelled')}
        </span>
      ) : null}
    </>
  )
}

const DirectButton = ({ scene, work, filling }: Omit<FormShown, 'stage'>): JSX.Element => (
  <button
    type="button"
    class="button primary"
    id="filing-direct"
    onClick={() => {
      const draft = filling.ready(scene)
      if (draft) void work.submit(draft)
    }}
  >
    {scene.say('file-submit-direct')}
  </button>
)

function Progress({ scene, stage }: { scene: Scene; stage: Extract<Stage, { at: 'sending' }> }): JSX.Element {
  const { words, figure, share } = progressModel(scene, stage)
  return (
    <div class="progress" key={stage.what}>
      <div class="progress-words">
        <strong>{words}</strong>
        <span class="quiet number">{figure}</span>
      </div>
      <progress max={1} aria-label={words} value={share ?? undefined} />
    </div>
  )
}

function Failed({ scene, stage, work, filling }: FormShown & { stage: Extract<Stage, { at: 'failed' }> }): JSX.Element {
  const { say } = scene
  const { reason, what, error } = stage
  if (reason === 'lost')
    return (
      <Alert title={say('lost-title')} text={say(what === 'submit' ? 'lost-submit' : 'lost-check')}>
        <button type="button" class="button primary" id="filing-again" onClick={() => void work.again()}>
          {say(what === 'submit' ? 'lost-again' : 'problem-retry')}
        </button>
      </Alert>
    )
  if (reason === 'too-large')
    return (
      <Alert title={say('problem-too-large')} text={say('file-submit-direct-hint')}>
        <DirectButton scene={scene} work={work} filling={filling} />
      </Alert>
    )
  if (reason === 'changed') return <Alert title={say('file-changed')} />
  return (
    <Alert title={problemText(error, say)}>
      <button type="button" class="button" onClick={() => void work.again()}>
        {say('problem-retry')}
      </button>
    </Alert>
  )
}

const todayOf = (scene: Scene): string => scene.session.today ?? new Date().toISOString().slice(0, 10)

/** What happened, in its place, and what may be done. */
const Alert = ({
  title,
  text = '',
  children,
}: {
  title: string
  text?: string
  children?: ComponentChildren
}): JSX.Element => (
  <div class="alert" role="alert">
    <Icon name="warning" />
    <div>
      <strong>{title}</strong>
      {text === '' ? null : <p>{text}</p>}
      {children ? <div class="actions">{children}</div> : null}
    </div>
  </div>
)

/** How far it is, in words and as a share; no share where the end is not known. */
export function progressModel(
  { say, lang }: Pick<Scene, 'say' | 'lang'>,
  stage: Extract<Stage, { at: 'sending' }>,
): { words: string; figure: string; share: number | null } {
  if (stage.step === 'upload') {
    const share = stage.size > 0 ? stage.sent / stage.size : 0
    return {
      words: say(`progress-upload-${stage.what}`),
      figure: `${say('progress-of', { done: fileSize(lang, stage.sent), all: fileSize(lang, stage.size) })} · ${percent(lang, share)}`,
      share,
    }
  }
  return {
    words: say(`progress-${stage.step}`),
    figure: stage.rows ? say('progress-rows', { n: stage.rows }) : '',
    share: null,
  }
}
