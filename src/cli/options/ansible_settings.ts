/**
 * The names of the settings that ansible-core 2.18 and its own plugins read.
 * Facts, not behaviour: they tell a setting that is not followed from one that
 * does not exist.
 */

const split = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

const names = (text: string): ReadonlySet<string> => new Set(split(text));

/** Environment variables. */
export const ANSIBLE_ENVIRONMENT = names(`
  ANSIBLE_ACTION_PLUGINS ANSIBLE_ACTION_WARNINGS ANSIBLE_ADMIN_USERS ANSIBLE_AGNOSTIC_BECOME_PROMPT
  ANSIBLE_ANY_ERRORS_FATAL ANSIBLE_ASK_PASS ANSIBLE_ASK_VAULT_PASS ANSIBLE_ASYNC_DIR ANSIBLE_BECOME
  ANSIBLE_BECOME_ALLOW_SAME_USER ANSIBLE_BECOME_ASK_PASS ANSIBLE_BECOME_EXE ANSIBLE_BECOME_FLAGS
  ANSIBLE_BECOME_METHOD ANSIBLE_BECOME_PASS ANSIBLE_BECOME_PASSWORD_FILE ANSIBLE_BECOME_PLUGINS
  ANSIBLE_BECOME_USER ANSIBLE_CACHE_PLUGIN ANSIBLE_CACHE_PLUGINS ANSIBLE_CACHE_PLUGIN_CONNECTION
  ANSIBLE_CACHE_PLUGIN_PREFIX ANSIBLE_CACHE_PLUGIN_TIMEOUT ANSIBLE_CALLBACKS_ENABLED
  ANSIBLE_CALLBACK_FORMAT_PRETTY ANSIBLE_CALLBACK_PLUGINS ANSIBLE_CALLBACK_RESULT_FORMAT
  ANSIBLE_CALLBACK_TREE_DIR ANSIBLE_CHECK_MODE_MARKERS ANSIBLE_CLICONF_PLUGINS
  ANSIBLE_COLLECTIONS_ON_ANSIBLE_VERSION_MISMATCH ANSIBLE_COLLECTIONS_PATH ANSIBLE_COLLECTIONS_PATHS
  ANSIBLE_COLLECTIONS_SCAN_SYS_PATH ANSIBLE_COLOR_CHANGED ANSIBLE_COLOR_CONSOLE_PROMPT
  ANSIBLE_COLOR_DEBUG ANSIBLE_COLOR_DEPRECATE ANSIBLE_COLOR_DIFF_ADD ANSIBLE_COLOR_DIFF_LINES
  ANSIBLE_COLOR_DIFF_REMOVE ANSIBLE_COLOR_DOC_CONSTANT ANSIBLE_COLOR_DOC_DEPRECATED
  ANSIBLE_COLOR_DOC_LINK ANSIBLE_COLOR_DOC_MODULE ANSIBLE_COLOR_DOC_PLUGIN
  ANSIBLE_COLOR_DOC_REFERENCE ANSIBLE_COLOR_ERROR ANSIBLE_COLOR_HIGHLIGHT ANSIBLE_COLOR_INCLUDED
  ANSIBLE_COLOR_OK ANSIBLE_COLOR_SKIP ANSIBLE_COLOR_UNREACHABLE ANSIBLE_COLOR_VERBOSE
  ANSIBLE_COLOR_WARN ANSIBLE_COMMON_REMOTE_GROUP ANSIBLE_CONFIG ANSIBLE_CONNECTION_PASSWORD_FILE
  ANSIBLE_CONNECTION_PATH ANSIBLE_CONNECTION_PLUGINS ANSIBLE_COW_ACCEPTLIST ANSIBLE_COW_PATH
  ANSIBLE_COW_SELECTION ANSIBLE_DEBUG ANSIBLE_DEPRECATION_WARNINGS ANSIBLE_DEVEL_WARNING
  ANSIBLE_DIFF_ALWAYS ANSIBLE_DIFF_CONTEXT ANSIBLE_DISPLAY_ARGS_TO_STDOUT
  ANSIBLE_DISPLAY_FAILED_STDERR ANSIBLE_DISPLAY_OK_HOSTS ANSIBLE_DISPLAY_SKIPPED_HOSTS
  ANSIBLE_DOC_FRAGMENT_PLUGINS ANSIBLE_DUPLICATE_YAML_DICT_KEY ANSIBLE_EDITOR
  ANSIBLE_ENABLE_TASK_DEBUGGER ANSIBLE_ERROR_ON_MISSING_HANDLER ANSIBLE_ERROR_ON_UNDEFINED_VARS
  ANSIBLE_EXECUTABLE ANSIBLE_FACTS_MODULES ANSIBLE_FILTER_PLUGINS ANSIBLE_FORCE_COLOR
  ANSIBLE_FORCE_HANDLERS ANSIBLE_FORKS ANSIBLE_GALAXY_CACHE_DIR
  ANSIBLE_GALAXY_COLLECTIONS_PATH_WARNING ANSIBLE_GALAXY_COLLECTION_IMPORT_POLL_FACTOR
  ANSIBLE_GALAXY_COLLECTION_IMPORT_POLL_INTERVAL ANSIBLE_GALAXY_COLLECTION_SKELETON
  ANSIBLE_GALAXY_COLLECTION_SKELETON_IGNORE ANSIBLE_GALAXY_DISABLE_GPG_VERIFY
  ANSIBLE_GALAXY_DISPLAY_PROGRESS ANSIBLE_GALAXY_GPG_KEYRING ANSIBLE_GALAXY_IGNORE
  ANSIBLE_GALAXY_IGNORE_SIGNATURE_STATUS_CODES ANSIBLE_GALAXY_REQUIRED_VALID_SIGNATURE_COUNT
  ANSIBLE_GALAXY_ROLE_SKELETON ANSIBLE_GALAXY_ROLE_SKELETON_IGNORE ANSIBLE_GALAXY_SERVER
  ANSIBLE_GALAXY_SERVER_LIST ANSIBLE_GALAXY_SERVER_TIMEOUT ANSIBLE_GALAXY_TOKEN_PATH
  ANSIBLE_GATHERING ANSIBLE_HASH_BEHAVIOUR ANSIBLE_HOME ANSIBLE_HOST_KEY_CHECKING
  ANSIBLE_HOST_PATTERN_MISMATCH ANSIBLE_HTTPAPI_PLUGINS ANSIBLE_INJECT_FACT_VARS
  ANSIBLE_INVALID_TASK_ATTRIBUTE_FAILED ANSIBLE_INVENTORY ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED
  ANSIBLE_INVENTORY_CACHE ANSIBLE_INVENTORY_CACHE_CONNECTION ANSIBLE_INVENTORY_CACHE_PLUGIN
  ANSIBLE_INVENTORY_CACHE_PLUGIN_PREFIX ANSIBLE_INVENTORY_CACHE_TIMEOUT ANSIBLE_INVENTORY_ENABLED
  ANSIBLE_INVENTORY_EXPORT ANSIBLE_INVENTORY_IGNORE ANSIBLE_INVENTORY_IGNORE_REGEX
  ANSIBLE_INVENTORY_PLUGINS ANSIBLE_INVENTORY_PLUGIN_EXTS ANSIBLE_INVENTORY_PLUGIN_SCRIPT_STDERR
  ANSIBLE_INVENTORY_UNPARSED_FAILED ANSIBLE_INVENTORY_UNPARSED_WARNING
  ANSIBLE_INVENTORY_USE_EXTRA_VARS ANSIBLE_JINJA2_EXTENSIONS ANSIBLE_JINJA2_NATIVE
  ANSIBLE_KEEP_REMOTE_FILES ANSIBLE_LIBRARY ANSIBLE_LIBVIRT_LXC_NOSECLABEL
  ANSIBLE_LOAD_CALLBACK_PLUGINS ANSIBLE_LOCALHOST_WARNING ANSIBLE_LOCAL_TEMP ANSIBLE_LOG_FILTER
  ANSIBLE_LOG_PATH ANSIBLE_LOG_VERBOSITY ANSIBLE_LOOKUP_PLUGINS ANSIBLE_LOOKUP_URL_AGENT
  ANSIBLE_LOOKUP_URL_CA_PATH ANSIBLE_LOOKUP_URL_CIPHERS ANSIBLE_LOOKUP_URL_FOLLOW_REDIRECTS
  ANSIBLE_LOOKUP_URL_FORCE ANSIBLE_LOOKUP_URL_FORCE_BASIC_AUTH ANSIBLE_LOOKUP_URL_TIMEOUT
  ANSIBLE_LOOKUP_URL_UNIX_SOCKET ANSIBLE_LOOKUP_URL_UNREDIR_HEADERS ANSIBLE_LOOKUP_URL_USE_GSSAPI
  ANSIBLE_LOOKUP_URL_USE_NETRC ANSIBLE_MAX_DIFF_SIZE ANSIBLE_MODULE_ARGS ANSIBLE_MODULE_IGNORE_EXTS
  ANSIBLE_MODULE_STRICT_UTF8_RESPONSE ANSIBLE_MODULE_UTILS ANSIBLE_NETCONF_PLUGINS
  ANSIBLE_NETCONF_SSH_CONFIG ANSIBLE_NETWORK_GROUP_MODULES ANSIBLE_NOCOLOR ANSIBLE_NOCOWS
  ANSIBLE_NO_LOG ANSIBLE_NO_TARGET_SYSLOG ANSIBLE_NULL_REPRESENTATION ANSIBLE_OLD_PLUGIN_CACHE_CLEAR
  ANSIBLE_PAGER ANSIBLE_PARAMIKO_BANNER_TIMEOUT ANSIBLE_PARAMIKO_HOST_KEY_AUTO_ADD
  ANSIBLE_PARAMIKO_HOST_KEY_CHECKING ANSIBLE_PARAMIKO_LOOK_FOR_KEYS
  ANSIBLE_PARAMIKO_PRIVATE_KEY_FILE ANSIBLE_PARAMIKO_PROXY_COMMAND ANSIBLE_PARAMIKO_PTY
  ANSIBLE_PARAMIKO_RECORD_HOST_KEYS ANSIBLE_PARAMIKO_REMOTE_USER ANSIBLE_PARAMIKO_TIMEOUT
  ANSIBLE_PARAMIKO_USE_RSA_SHA2_ALGORITHMS ANSIBLE_PERSISTENT_COMMAND_TIMEOUT
  ANSIBLE_PERSISTENT_CONNECT_RETRY_TIMEOUT ANSIBLE_PERSISTENT_CONNECT_TIMEOUT
  ANSIBLE_PERSISTENT_CONTROL_PATH_DIR ANSIBLE_PIPELINING ANSIBLE_PKCS11_PROVIDER
  ANSIBLE_PLAYBOOK_DIR ANSIBLE_PLAYBOOK_VARS_ROOT ANSIBLE_POLL_INTERVAL ANSIBLE_PRECEDENCE
  ANSIBLE_PRIVATE_KEY_FILE ANSIBLE_PRIVATE_ROLE_VARS ANSIBLE_PYTHON_INTERPRETER
  ANSIBLE_PYTHON_MODULE_RLIMIT_NOFILE ANSIBLE_REMOTE_PARAMIKO_PORT ANSIBLE_REMOTE_PORT
  ANSIBLE_REMOTE_TEMP ANSIBLE_REMOTE_TMP ANSIBLE_REMOTE_USER ANSIBLE_RETRY_FILES_ENABLED
  ANSIBLE_RETRY_FILES_SAVE_PATH ANSIBLE_ROLES_PATH ANSIBLE_RUNAS_FLAGS ANSIBLE_RUNAS_PASS
  ANSIBLE_RUNAS_USER ANSIBLE_RUN_TAGS ANSIBLE_RUN_VARS_PLUGINS ANSIBLE_SCP_EXECUTABLE
  ANSIBLE_SCP_EXTRA_ARGS ANSIBLE_SELINUX_SPECIAL_FS ANSIBLE_SFTP_BATCH_MODE ANSIBLE_SFTP_EXECUTABLE
  ANSIBLE_SFTP_EXTRA_ARGS ANSIBLE_SHELL_ALLOW_WORLD_READABLE_TEMP ANSIBLE_SHOW_CUSTOM_STATS
  ANSIBLE_SHOW_PER_HOST_START ANSIBLE_SHOW_TASK_PATH_ON_FAILURE ANSIBLE_SKIP_TAGS
  ANSIBLE_SSHPASS_PROMPT ANSIBLE_SSH_ARGS ANSIBLE_SSH_COMMON_ARGS ANSIBLE_SSH_CONTROL_PATH
  ANSIBLE_SSH_CONTROL_PATH_DIR ANSIBLE_SSH_EXECUTABLE ANSIBLE_SSH_EXTRA_ARGS
  ANSIBLE_SSH_HOST_KEY_CHECKING ANSIBLE_SSH_PIPELINING ANSIBLE_SSH_RETRIES ANSIBLE_SSH_TIMEOUT
  ANSIBLE_SSH_TRANSFER_METHOD ANSIBLE_SSH_USETTY ANSIBLE_STDOUT_CALLBACK ANSIBLE_STRATEGY
  ANSIBLE_STRATEGY_PLUGINS ANSIBLE_STRING_CONVERSION_ACTION ANSIBLE_STRING_TYPE_FILTERS ANSIBLE_SU
  ANSIBLE_SUDO_EXE ANSIBLE_SUDO_FLAGS ANSIBLE_SUDO_PASS ANSIBLE_SUDO_USER ANSIBLE_SU_EXE
  ANSIBLE_SU_FLAGS ANSIBLE_SU_PASS ANSIBLE_SU_PROMPT_L10N ANSIBLE_SU_USER ANSIBLE_SYSLOG_FACILITY
  ANSIBLE_SYSTEM_TMPDIRS ANSIBLE_SYSTEM_WARNINGS ANSIBLE_TARGET_LOG_INFO
  ANSIBLE_TASK_DEBUGGER_IGNORE_ERRORS ANSIBLE_TASK_TIMEOUT ANSIBLE_TERMINAL_PLUGINS
  ANSIBLE_TEST_PLUGINS ANSIBLE_TIMEOUT ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS ANSIBLE_TRANSPORT
  ANSIBLE_USE_PERSISTENT_CONNECTIONS ANSIBLE_VALIDATE_ACTION_GROUP_METADATA ANSIBLE_VARS_ENABLED
  ANSIBLE_VARS_PLUGINS ANSIBLE_VARS_PLUGIN_STAGE ANSIBLE_VAULT_ENCRYPT_IDENTITY
  ANSIBLE_VAULT_ENCRYPT_SALT ANSIBLE_VAULT_IDENTITY ANSIBLE_VAULT_IDENTITY_LIST
  ANSIBLE_VAULT_ID_MATCH ANSIBLE_VAULT_PASSWORD_FILE ANSIBLE_VERBOSE_TO_STDERR ANSIBLE_VERBOSITY
  ANSIBLE_WIN_ASYNC_STARTUP_TIMEOUT ANSIBLE_WORKER_SHUTDOWN_POLL_COUNT
  ANSIBLE_WORKER_SHUTDOWN_POLL_DELAY ANSIBLE_YAML_FILENAME_EXT
`);

/** `[section]` of ansible.cfg -> its keys. */
export const ANSIBLE_KEYS: Readonly<Record<string, ReadonlySet<string>>> = {
  callback_tree: names(`
  directory
  `),
  colors: names(`
  changed console_prompt debug deprecate diff_add diff_lines diff_remove doc_constant doc_deprecated
  doc_link doc_module doc_plugin doc_reference error highlight included ok skip unreachable verbose
  warn
  `),
  connection: names(`
  pipelining retries
  `),
  defaults: names(`
  action_plugins action_warnings admin_users allow_unsafe_lookups allow_world_readable_tmpfiles
  ansible_managed any_errors_fatal ask_pass ask_vault_pass async_dir become_password_file
  become_plugins bin_ansible_callbacks cache_plugins callback_format_pretty callback_plugins
  callback_result_format callbacks_enabled check_mode_markers cliconf_plugins
  collections_on_ansible_version_mismatch collections_path collections_paths
  collections_scan_sys_path common_remote_group connection_password_file connection_plugins
  cow_selection cowpath cowsay_enabled_stencils debug deprecation_warnings devel_warning
  display_args_to_stdout display_failed_stderr display_ok_hosts display_skipped_hosts
  doc_fragment_plugins docsite_root_url duplicate_dict_key editor enable_task_debugger
  error_on_missing_handler error_on_undefined_vars executable fact_caching fact_caching_connection
  fact_caching_prefix fact_caching_timeout facts_modules filter_plugins force_color force_handlers
  force_valid_group_names forks gathering hash_behaviour home host_key_checking httpapi_plugins
  inject_facts_as_vars internal_poll_interval interpreter_python invalid_task_attribute_failed
  inventory inventory_ignore_extensions inventory_ignore_patterns inventory_plugins
  jinja2_extensions jinja2_native keep_remote_files library local_tmp localhost_warning log_filter
  log_path log_verbosity lookup_plugins max_diff_size module_args module_compression
  module_ignore_exts module_name module_strict_utf8_response module_utils netconf_plugins
  network_group_modules no_log no_target_syslog nocolor nocows null_representation
  old_plugin_cache_clear pager pipelining playbook_dir playbook_vars_root plugin_filters_cfg
  poll_interval precedence private_key_file private_role_vars python_module_rlimit_nofile
  remote_port remote_tmp remote_user retry_files_enabled retry_files_save_path roles_path
  run_vars_plugins show_custom_stats show_per_host_start show_task_path_on_failure stdout_callback
  strategy strategy_plugins string_conversion_action su syslog_facility system_tmpdirs
  system_warnings target_log_info task_debugger_ignore_errors task_timeout terminal_plugins
  test_plugins timeout transport use_persistent_connections validate_action_group_metadata
  vars_plugins vars_plugins_enabled vault_encrypt_identity vault_encrypt_salt vault_id_match
  vault_identity vault_identity_list vault_password_file verbose_to_stderr verbosity
  win_async_startup_timeout yaml_valid_extensions
  `),
  diff: names(`
  always context
  `),
  galaxy: names(`
  cache_dir collection_skeleton collection_skeleton_ignore collections_path_warning
  disable_gpg_verify display_progress gpg_keyring ignore_certs ignore_signature_status_codes
  required_valid_signature_count role_skeleton role_skeleton_ignore server server_list
  server_timeout token_path
  `),
  inventory: names(`
  any_unparsed_is_failed cache cache_connection cache_plugin cache_prefix cache_timeout
  enable_plugins export host_pattern_mismatch ignore_extensions ignore_patterns
  inventory_unparsed_warning unparsed_is_failed
  `),
  inventory_plugin_script: names(`
  always_show_stderr
  `),
  inventory_plugin_yaml: names(`
  yaml_valid_extensions
  `),
  inventory_plugins: names(`
  use_extra_vars
  `),
  jinja2: names(`
  dont_type_filters
  `),
  netconf_connection: names(`
  ssh_config
  `),
  paramiko_connection: names(`
  banner_timeout host_key_auto_add host_key_checking look_for_keys private_key_file proxy_command
  pty record_host_keys remote_port remote_user timeout use_rsa_sha2_algorithms
  `),
  persistent_connection: names(`
  ansible_connection_path command_timeout connect_retry_timeout connect_timeout control_path_dir
  `),
  powershell: names(`
  async_dir remote_tmp
  `),
  privilege_escalation: names(`
  agnostic_become_prompt become become_allow_same_user become_ask_pass become_exe become_flags
  become_method become_user
  `),
  runas_become_plugin: names(`
  flags password user
  `),
  selinux: names(`
  libvirt_lxc_noseclabel special_context_filesystems
  `),
  ssh_connection: names(`
  control_path control_path_dir host_key_checking pipelining pkcs11_provider retries scp_executable
  scp_extra_args sftp_batch_mode sftp_executable sftp_extra_args ssh_args ssh_common_args
  ssh_executable ssh_extra_args sshpass_prompt timeout transfer_method usetty
  `),
  su_become_plugin: names(`
  executable flags localized_prompts password user
  `),
  sudo_become_plugin: names(`
  executable flags password user
  `),
  tags: names(`
  run skip
  `),
  url_lookup: names(`
  agent ca_path ciphers follow_redirects force force_basic_auth timeout unix_socket
  unredirected_headers use_gssapi use_netrc
  `),
  vars_host_group_vars: names(`
  stage
  `),
  winrm: names(`
  kinit_env_vars
  `),
};
