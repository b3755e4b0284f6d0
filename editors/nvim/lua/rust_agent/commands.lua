--- `:RustAgent`: what code actions and hovers cannot do.
local rust_agent = require('rust_agent')

local M = {}

--- Show `markdown` in a scratch split, the same one for the same title.
---@param title string
---@param markdown string
function M.open(title, markdown)
  local buffer = vim.fn.bufadd('rust-agent://' .. title)
  vim.bo[buffer].buftype = 'nofile'
  vim.fn.bufload(buffer)
  vim.bo[buffer].swapfile = false
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(markdown, '\r?\n'))
  vim.bo[buffer].modifiable = false
  local window = vim.fn.bufwinid(buffer)
  if window == -1 then
    vim.api.nvim_open_win(buffer, true, { split = 'below', win = 0 })
  else
    vim.api.nvim_set_current_win(window)
  end
  -- Where Neovim was packaged without its parsers, its file type plugin raises an error.
  pcall(vim.api.nvim_set_option_value, 'filetype', 'markdown', { buf = buffer })
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'Close' })
end

---@param message string
---@param level? integer
local function say(message, level)
  vim.notify('rust-agent: ' .. message, level or vim.log.levels.INFO)
end

--- Run a command of the server; `on_result` gets what it returns, problems are shown.
---@param client vim.lsp.Client
---@param command string
---@param argument table<string, any>
---@param on_result fun(result: table)
local function execute(client, command, argument, on_result)
  local params = {
    command = command,
    arguments = { next(argument) and argument or vim.empty_dict() },
  }
  client:request('workspace/executeCommand', params, function(problem, result)
    if problem then
      say(problem.message, vim.log.levels.ERROR)
    else
      on_result(type(result) == 'table' and result or {})
    end
  end)
end

--- Where the cursor is, if the client knows that buffer.
---@param client vim.lsp.Client
---@return table
local function here(client)
  if not client.attached_buffers[vim.api.nvim_get_current_buf()] then
    return {}
  end
  return vim.lsp.util.make_position_params(0, client.offset_encoding)
end

---@param title string
---@return fun(result: table)
local function opener(title)
  return function(result)
    -- Where there is nothing to read, the server has said so.
    if type(result.markdown) == 'string' and result.markdown ~= '' then
      M.open(title, result.markdown)
    end
  end
end

---@param status table<string, any>
---@return string
local function status_markdown(status)
  local lines = { '# rust-agent-lsp: ' .. tostring(status.state), '' }
  local keys = vim.tbl_keys(status)
  table.sort(keys)
  for _, key in ipairs(keys) do
    local value = status[key]
    if type(value) == 'table' then
      value = next(value) and vim.inspect(value, { newline = ' ', indent = '' }) or 'none'
    end
    lines[#lines + 1] = ('- %s: %s'):format(key, (tostring(value):gsub('%s*\n%s*', ' ')))
  end
  return table.concat(lines, '\n')
end

--- Let the user choose what to insert, with the code in a split; the server asks before it does.
---@param client vim.lsp.Client
---@param target table<string, any>
local function choose_pattern(client, target)
  local window = vim.api.nvim_get_current_win()
  execute(client, 'rustAgent.insertPattern', vim.tbl_extend('error', target, { dryRun = true }), function(found)
    local candidates = found.candidates or {}
    if #candidates == 0 then
      return say('no pattern fits that description', vim.log.levels.WARN)
    end
    local lines = {} ---@type string[]
    for _, candidate in ipairs(candidates) do
      vim.list_extend(lines, { '# ' .. candidate.title, '', '```rust' })
      vim.list_extend(lines, { (candidate.code:gsub('%s+$', '')), '```', '' })
    end
    M.open('insert', table.concat(lines, '\n'))
    local page = vim.api.nvim_get_current_win()
    vim.ui.select(candidates, {
      prompt = found.confident and 'Insert which one?' or 'Did you mean one of these?',
      format_item = function(candidate)
        return candidate.title .. (candidate.verification == 'passed' and ' ✓' or '')
      end,
    }, function(candidate)
      if vim.api.nvim_win_is_valid(page) then
        vim.api.nvim_win_close(page, true)
      end
      if vim.api.nvim_win_is_valid(window) then
        vim.api.nvim_set_current_win(window)
      end
      if candidate then
        target.id = candidate.id
        execute(client, 'rustAgent.insertPattern', target, function() end)
      end
    end)
  end)
end

---@class rust_agent.Subcommand
---@field values? string[] What its first argument may be.
---@field run fun(client: vim.lsp.Client, args: string[])

---@type table<string, rust_agent.Subcommand>
M.subcommands = {
  ask = {
    run = function(client, args)
      local function ask(question)
        if question and question:match('%S') then
          local target = here(client)
          target.question = question
          execute(client, 'rustAgent.ask', target, function() end)
        end
      end
      if args[1] then
        return ask(table.concat(args, ' '))
      end
      vim.ui.input({ prompt = 'Ask about Rust, Git, Linux or gh: ' }, ask)
    end,
  },
  explain = {
    run = function(client, args)
      local target = args[1] and { code = args[1] } or here(client)
      if not next(target) then
        return say('name an error code, or stand on a diagnostic', vim.log.levels.WARN)
      end
      execute(client, 'rustAgent.explain', target, opener('explain'))
    end,
  },
  exercise = {
    run = function(client, args)
      local target = args[1] and { code = args[1] } or here(client)
      if not next(target) then
        return say('name an error code, or stand on a diagnostic', vim.log.levels.WARN)
      end
      execute(client, 'rustAgent.exercise', target, function(result)
        if type(result.uri) == 'string' then
          vim.cmd.edit(vim.fn.fnameescape(vim.uri_to_fname(result.uri)))
        end
      end)
    end,
  },
  recognize = {
    run = function(client)
      local target = here(client)
      if not target.textDocument then
        return say('open a Rust file first', vim.log.levels.WARN)
      end
      execute(client, 'rustAgent.recognize', { textDocument = target.textDocument }, function(found)
        if #found.patterns == 0 then
          return say('no pattern of the library was recognised here')
        end
        local items = vim.tbl_map(function(pattern)
          return {
            filename = vim.uri_to_fname(target.textDocument.uri),
            lnum = pattern.range.start.line + 1,
            col = 1,
            type = pattern.bad and 'W' or 'I',
            text = pattern.id .. ': ' .. pattern.reason,
          }
        end, found.patterns)
        vim.fn.setqflist({}, ' ', { title = 'Patterns', items = items })
        vim.cmd.copen()
      end)
    end,
  },
  crates = {
    run = function(client)
      -- Its end is told by the server, which shows how far it is meanwhile.
      execute(client, 'rustAgent.learnCrates', here(client), function() end)
    end,
  },
  insert = {
    values = { 'actor', 'builder', 'command line program', 'error enum', 'newtype', 'state machine', 'worker pool' },
    run = function(client, args)
      local target = here(client)
      if not next(target) then
        return say('open a Rust file first', vim.log.levels.WARN)
      end
      local function insert(description)
        if description and description:match('%S') then
          target.description = description
          choose_pattern(client, target)
        end
      end
      if args[1] then
        return insert(table.concat(args, ' '))
      end
      vim.ui.input({ prompt = 'Insert what? ' }, insert)
    end,
  },
  fixall = {
    values = { 'file', 'workspace' },
    run = function(client, args)
      local place = here(client)
      if not next(place) then
        return say('stand on a diagnostic', vim.log.levels.WARN)
      end
      place.scope = args[1]
      execute(client, 'rustAgent.fixAll', place, function(result)
        if result.applied then
          local left = result.left > 0 and ('; left: %s'):format(result.reason) or ''
          say(('fixed %d%s'):format(result.fixed, left))
        end
      end)
    end,
  },
  suppress = {
    run = function(client, args)
      local place = here(client)
      if not next(place) then
        return say('stand on a warning', vim.log.levels.WARN)
      end
      if args[1] then
        place.reason = table.concat(args, ' ')
      end
      execute(client, 'rustAgent.suppress', place, function() end)
    end,
  },
  feedback = {
    values = { 'helpful', 'not-helpful' },
    run = function(client, args)
      local judgement = args[1]
      if judgement and judgement ~= 'helpful' and judgement ~= 'not-helpful' then
        return say('say `helpful` or `not-helpful`, then perhaps why', vim.log.levels.WARN)
      end
      local feedback = here(client)
      if judgement then
        feedback.helpful = judgement == 'helpful'
      end
      if args[2] then
        feedback.reason = table.concat(args, ' ', 2)
      end
      execute(client, 'rustAgent.wasHelpful', feedback, function(result)
        if result.stored then
          return say(('noted (%s)'):format(result.subject))
        end
        say(('not noted: %s'):format(result.reason), vim.log.levels.WARN)
      end)
    end,
  },
  rules = {
    values = { 'off', 'on' },
    run = function(client, args)
      local argument = here(client)
      if (args[1] == 'on' or args[1] == 'off') and args[2] then
        argument.on, argument.rule, argument.code = args[1] == 'on', args[2], args[3]
        return execute(client, 'rustAgent.rules', argument, function()
          say(('%s is %s in this project'):format(args[2], args[1]))
        end)
      end
      execute(client, 'rustAgent.rules', argument, function(result)
        local lines = { '# Rules', '' }
        for _, rule in ipairs(result.rules or {}) do
          local name = rule.code ~= '' and ('%s at %s'):format(rule.rule, rule.code) or rule.rule
          local state = rule.off and ('**off**, by %s'):format(rule.by == 'you' and 'you' or 'its record') or 'on'
          lines[#lines + 1] = ('- `%s`: %s; %d of %d fixes were not wanted'):format(name, state, rule.bad, rule.fixes)
        end
        if #lines == 2 then
          lines[3] = 'No fix was applied or judged in this project.'
        end
        M.open('rules', table.concat(lines, '\n'))
      end)
    end,
  },
  journal = {
    run = function(client)
      execute(client, 'rustAgent.journal', {}, opener('journal'))
    end,
  },
  undo = {
    run = function(client, args)
      execute(client, 'rustAgent.undoFix', { id = args[1] }, function(result)
        if result.undone then
          say('taken back: ' .. result.title)
        end
      end)
    end,
  },
  status = {
    run = function(client)
      execute(client, 'rustAgent.status', {}, function(result)
        M.open('status', status_markdown(result))
      end)
    end,
  },
  trust = {
    values = { 'yes', 'no' },
    run = function(client, args)
      local trusted = args[1] ~= 'no'
      client:notify('rustAgent/trust', { trusted = trusted })
      local root = client.root_dir or 'this file'
      say((trusted and 'trusting %s in this session' or 'not trusting %s'):format(root))
    end,
  },
}

--- Run `:RustAgent {args}`.
---@param args string[]
function M.run(args)
  local subcommand = M.subcommands[args[1]]
  if not subcommand then
    local known = table.concat(vim.fn.sort(vim.tbl_keys(M.subcommands)), ', ')
    return say(('unknown subcommand `%s`; there are: %s'):format(args[1] or '', known), vim.log.levels.ERROR)
  end
  local client = rust_agent.client(vim.api.nvim_get_current_buf())
  if not client then
    return say('the server is not running; see :checkhealth rust_agent', vim.log.levels.ERROR)
  end
  subcommand.run(client, vim.list_slice(args, 2))
end

--- Complete the command line up to the cursor.
---@param lead string
---@param line string
---@return string[]
function M.complete(lead, line)
  local words = vim.split(line:match('RustAgent%s+(.*)$') or '', '%s+')
  local values = {} ---@type string[]
  if #words == 1 then
    values = vim.fn.sort(vim.tbl_keys(M.subcommands))
  elseif #words == 2 and M.subcommands[words[1]] then
    values = M.subcommands[words[1]].values or {}
  end
  return vim.tbl_filter(function(value)
    return vim.startswith(value, lead)
  end, values)
end

return M
