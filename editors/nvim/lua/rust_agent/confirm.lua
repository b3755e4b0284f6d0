--- Shows a fix as a diff in a floating window and asks for a yes, without stopping the editor; asks
--- for the reason where a lint is to be silenced.
local M = {}

---@class rust_agent.ConfirmParams
---@field title string
---@field verification string
---@field safety string
---@field cost? string
---@field edits lsp.TextDocumentEdit[]

---@class rust_agent.ConfirmResult
---@field choice 'apply'|'cancel'

local VERIFIED = {
  passed = 'The compiler accepts it.',
  unavailable = 'Not checked by the compiler.',
}

local SAFETY = {
  safe = 'Keeps the meaning.',
  ['changes-behaviour'] = 'May act differently.',
  ['api-change'] = 'Changes a signature that others see.',
  guess = 'A guess.',
}

---@param uri string
---@return string[] lines The text as the user sees it: the buffer's, else the file's.
local function text_of(uri)
  local bufnr = vim.uri_to_bufnr(uri)
  if vim.api.nvim_buf_is_loaded(bufnr) then
    return vim.api.nvim_buf_get_lines(bufnr, 0, -1, false)
  end
  local path = vim.uri_to_fname(uri)
  return vim.fn.filereadable(path) == 1 and vim.fn.readfile(path) or {}
end

---@param lines string[]
---@param edits lsp.TextEdit[]
---@param encoding string
---@return string[]
local function edited(lines, edits, encoding)
  local scratch = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(scratch, 0, -1, false, lines)
  -- Bare copies: annotations would ask a question of their own.
  local bare = vim.tbl_map(function(edit)
    return { range = vim.deepcopy(edit.range), newText = edit.newText }
  end, edits)
  vim.lsp.util.apply_text_edits(bare, scratch, encoding)
  local result = vim.api.nvim_buf_get_lines(scratch, 0, -1, false)
  vim.api.nvim_buf_delete(scratch, { force = true })
  return result
end

---@param document lsp.TextDocumentEdit
---@param encoding string
---@return string[]
local function diff_of(document, encoding)
  local before = text_of(document.textDocument.uri)
  local after = edited(before, document.edits, encoding)
  -- `vim.diff` moved in Neovim 0.12.
  local diff = vim.text.diff or vim.diff
  local hunks = diff(table.concat(before, '\n') .. '\n', table.concat(after, '\n') .. '\n', {
    algorithm = 'histogram',
    ctxlen = 3,
  }) --[[@as string]]
  local path = vim.fn.fnamemodify(vim.uri_to_fname(document.textDocument.uri), ':~:.')
  return vim.list_extend({ '--- ' .. path, '+++ ' .. path }, vim.split(vim.trim(hunks), '\n'))
end

--- The lines of the preview: what is done, what it costs, and the unified diff.
---@param params rust_agent.ConfirmParams
---@param encoding string
---@return string[]
function M.preview(params, encoding)
  local about = { VERIFIED[params.verification], SAFETY[params.safety] }
  local lines = { params.title, table.concat(about, ' ') }
  if type(params.cost) == 'string' and params.cost ~= '' then
    lines[#lines + 1] = 'Cost: ' .. params.cost
  end
  for _, document in ipairs(params.edits) do
    lines[#lines + 1] = ''
    vim.list_extend(lines, diff_of(document, encoding))
  end
  -- A title may hold a line break, and a buffer's line may not.
  return vim.split(table.concat(lines, '\n'), '\n')
end

---@param lines string[]
---@return integer window
---@return boolean whole Whether all of it is in sight.
local function open_float(lines)
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].modifiable = false
  local width = 40
  for _, line in ipairs(lines) do
    width = math.max(width, vim.fn.strdisplaywidth(line))
  end
  width = math.min(width, vim.o.columns - 4)
  -- The prompt of vim.ui.select() takes the last lines of the screen.
  local room = math.max(1, vim.o.lines - vim.o.cmdheight - 8)
  local window = vim.api.nvim_open_win(buffer, false, {
    relative = 'editor',
    row = 0,
    col = math.floor((vim.o.columns - width) / 2),
    width = width,
    height = math.min(#lines, room),
    style = 'minimal',
    border = 'rounded',
    title = ' rust-agent: apply this fix? ',
    zindex = 45, -- below a picker's own window
  })
  vim.bo[buffer].filetype = 'diff'
  vim.wo[window].wrap = true
  local height = vim.api.nvim_win_text_height(window, {}).all
  vim.api.nvim_win_set_height(window, math.min(height, room))
  vim.cmd.redraw()
  return window, height <= room
end

---@param window integer
local function close(window)
  if vim.api.nvim_win_is_valid(window) then
    vim.api.nvim_win_close(window, true)
  end
end

--- Let the user scroll through the float; `done` learns the answer, a closed window is a No.
---@param window integer
---@param done fun(choice: string?)
local function browse(window, done)
  local buffer = vim.api.nvim_win_get_buf(window)
  vim.api.nvim_set_current_win(window)
  vim.api.nvim_win_set_config(window, { footer = ' a: apply   q: cancel ' })
  vim.api.nvim_create_autocmd('BufWipeout', { buffer = buffer, once = true, callback = function()
    done(nil)
  end })
  for key, choice in pairs({ a = 'Apply', q = 'Cancel', ['<Esc>'] = 'Cancel' }) do
    vim.keymap.set('n', key, function()
      done(choice)
    end, { buffer = buffer, nowait = true })
  end
end

--- Ask about `lines`; `done` is called once.
---@param lines string[]
---@param done fun(choice: 'apply'|'cancel')
local function ask(lines, done)
  local window, whole = open_float(lines)
  local answered = false
  local function finish(choice)
    if not answered then
      answered = true
      close(window)
      done(choice == 'Apply' and 'apply' or 'cancel')
    end
  end
  -- Nothing is applied unseen: what does not fit can be scrolled first.
  local choices = whole and { 'Apply', 'Cancel' } or { 'Apply', 'Show diff', 'Cancel' }
  local opts = { prompt = lines[1], kind = 'rust_agent_confirm', format_item = tostring }
  local ok, problem = pcall(vim.ui.select, choices, opts, function(choice)
    if choice == 'Show diff' then
      browse(window, finish)
    else
      finish(choice)
    end
  end)
  if not ok then
    finish(nil)
    error(problem)
  end
end

--- Wait for the user's answer in the handler of a request. Neovim runs it in a coroutine and sends
--- what it returns in the end, so the wait is a yield, as in Neovim's own handler of
--- `window/showMessageRequest`.
---@generic T
---@param begin fun(done: fun(answer: T)) Asks; calls `done` once.
---@return T
local function wait_for(begin)
  local handler = assert(coroutine.running())
  begin(function(answer)
    -- Later: a question that is answered at once would resume before the yield below.
    vim.schedule(function()
      coroutine.resume(handler, answer)
    end)
  end)
  return coroutine.yield()
end

--- Answer `rustAgent/confirmFix`.
---@param params rust_agent.ConfirmParams
---@param ctx lsp.HandlerContext
---@return rust_agent.ConfirmResult
function M.on_request(params, ctx)
  local client = assert(vim.lsp.get_client_by_id(ctx.client_id))
  local lines = M.preview(params, client.offset_encoding)
  return {
    choice = wait_for(function(done)
      ask(lines, done)
    end),
  }
end

--- Answer `rustAgent/askReason`: why a lint is fine where it is.
---@param params { title: string, prompt: string }
---@return { text: string? }
function M.on_reason(params)
  return {
    text = wait_for(function(done)
      vim.ui.input({ prompt = params.prompt .. ' ' }, done)
    end),
  }
end

---@class rust_agent.ChoiceParams
---@field message string
---@field choices { id: string, label: string }[]
---@field text? string The prompt for words beside the choice, where they are wanted.

--- Answer `rustAgent/askChoice`: one of several choices, and the user's own words.
---@param params rust_agent.ChoiceParams
---@return { choice: string?, text: string? }
function M.on_choice(params)
  return wait_for(function(done)
    local opts = {
      prompt = params.message,
      kind = 'rust_agent_choice',
      format_item = function(choice)
        return choice.label
      end,
    }
    vim.ui.select(params.choices, opts, function(choice)
      if not choice then
        return done(vim.empty_dict())
      end
      if type(params.text) ~= 'string' then
        return done({ choice = choice.id })
      end
      vim.ui.input({ prompt = params.text .. ': ' }, function(text)
        done({ choice = choice.id, text = text })
      end)
    end)
  end)
end

return M
